import { act, fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { RoundSlider, type RoundSliderProps } from "./round-slider";

/** Lets every timer of the component fire. */
const runTimers = () => act(() => void vi.runAllTimers());

function show(change: Partial<RoundSliderProps> = {}) {
  const onChange = vi.fn();
  const props = { round: null, last: 3, isLive: false, isWaiting: false, onChange, ...change };
  return { ...renderInApp(<RoundSlider {...props} />), onChange, props };
}

test("names the selected round", async () => {
  const { rerender, props } = show();
  const slider = screen.getByRole("slider", { name: "Round" });
  expect(slider.getAttribute("aria-valuetext")).toBe("round 3, latest");
  rerender(<RoundSlider {...props} isLive />);
  expect(slider.getAttribute("aria-valuetext")).toBe("now");
  rerender(<RoundSlider {...props} round={0} />);
  expect(slider.getAttribute("aria-valuetext")).toBe("start");
  await expectAccessible();
});

test("the right end is the current state", async () => {
  const { user, onChange } = show({ round: 2 });
  screen.getByRole("slider", { name: "Round" }).focus();
  await user.keyboard("{ArrowRight}");
  expect(onChange).toHaveBeenLastCalledWith(null);
  await user.keyboard("{ArrowLeft}");
  expect(onChange).toHaveBeenLastCalledWith(1);
});

test("playback starts over at the end, waits for each picture, and stops at the last", () => {
  const { onChange, rerender, props } = show();
  vi.useFakeTimers();
  try {
    fireEvent.click(screen.getByRole("button", { name: "Play rounds" }));
    expect(onChange).toHaveBeenLastCalledWith(0);
    // The first round is not shown at once: playback does not end meanwhile.
    runTimers();
    expect(screen.getByRole("button", { name: "Stop" })).toBeDefined();
    rerender(<RoundSlider {...props} round={0} isWaiting />);
    runTimers();
    expect(onChange).toHaveBeenCalledTimes(1);
    rerender(<RoundSlider {...props} round={0} />);
    runTimers();
    expect(onChange).toHaveBeenLastCalledWith(1);
    rerender(<RoundSlider {...props} round={2} />);
    runTimers();
    expect(onChange).toHaveBeenLastCalledWith(null);
    rerender(<RoundSlider {...props} />);
    runTimers();
    expect(screen.getByRole("button", { name: "Play rounds" })).toBeDefined();
  } finally {
    vi.useRealTimers();
  }
});

test("a run without rounds has no slider", () => {
  const { onChange } = show({ last: 0 });
  expect(screen.queryByRole("slider")).toBeNull();
  expect(onChange).not.toHaveBeenCalled();
});
