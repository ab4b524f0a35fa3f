import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { expectAccessible, renderInApp } from "@/components/testing";
import { PICTURE } from "@/components/testing/fixtures/networks";
import { makeRun } from "@/components/testing/fixtures/runs";
import { NetworkControls, type NetworkControlsProps } from "./network-controls";
import { parseNetworkViewState } from "./network-view-state";

function show(query = "", props: Partial<NetworkControlsProps> = {}) {
  const change = vi.fn();
  const rendered = renderInApp(
    <NetworkControls
      run={makeRun()}
      picture={PICTURE}
      state={parseNetworkViewState(new URLSearchParams(query))}
      colour="Voter.party"
      change={change}
      legend={null}
      problem={undefined}
      {...props}
    />,
  );
  return { ...rendered, change };
}

const focusField = () => screen.getByRole("textbox", { name: "Neighbourhood of" });

test("names its fields, and offers only numbers as sizes", async () => {
  const { user, change } = show();
  expect(screen.getByRole("combobox", { name: "Colour" }).textContent).toBe("Party");
  await expectAccessible();
  screen.getByRole("combobox", { name: "Size" }).focus();
  await user.keyboard("{Enter}");
  expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual([
    "Uniform",
    "Number of ties",
    "Opinion",
  ]);
  await user.click(screen.getByRole("option", { name: "Opinion" }));
  expect(change).toHaveBeenCalledExactlyOnceWith({ size: "Voter.opinion" });
});

test("Enter shows the neighbourhood of an agent, by ID or number", async () => {
  const { user, change } = show();
  await user.type(focusField(), "2{Enter}");
  expect(change).toHaveBeenCalledExactlyOnceWith({ focus: "Voter-2", agent: "Voter-2" });
});

test("more than one agent is refused, and what was typed is kept", async () => {
  const { user, change } = show();
  await user.type(focusField(), "1 2{Enter}");
  expect(focusField().getAttribute("aria-invalid")).toBe("true");
  const message = screen.getByText(/^Enter the ID of one agent, for example Voter-1, or/);
  expect(message.closest("[aria-live]")).not.toBeNull();
  expect(focusField()).toHaveProperty("value", "1 2");
  expect(change).not.toHaveBeenCalled();
  await expectAccessible();
});

test("an agent that cannot be shown is reported at the field", async () => {
  const { user, change } = show("focus=Voter-9", { problem: "Voter-9 does not exist" });
  expect(screen.getByText("Voter-9 does not exist")).toBeDefined();
  expect(screen.getByRole("combobox", { name: "Distance" }).textContent).toBe("2");
  await user.clear(focusField());
  await user.keyboard("{Enter}");
  expect(change).toHaveBeenCalledExactlyOnceWith({ focus: null, agent: null });
});

test("a sample can be drawn again", async () => {
  const { user, change } = show("", { picture: { ...PICTURE, shown: "sample" } });
  await user.click(screen.getByRole("button", { name: "New sample" }));
  expect(change).toHaveBeenCalledExactlyOnceWith({ sample: 2 });
});
