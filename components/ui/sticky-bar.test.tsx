import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderInApp } from "@/components/testing";
import { StickyBar } from "./sticky-bar";

const padding = (element: HTMLElement) => [
  element.style.getPropertyValue("--sticky-top"),
  element.style.getPropertyValue("--sticky-bottom"),
];
const sticks = (position: string) =>
  vi.spyOn(window, "getComputedStyle").mockReturnValue({ position } as CSSStyleDeclaration);

test("the page keeps clear of its bars while they are there", () => {
  sticks("sticky");
  const { unmount } = renderInApp(
    <>
      <StickyBar edge="top">Top</StickyBar>
      <StickyBar edge="bottom">Bottom</StickyBar>
    </>,
  );
  expect(padding(document.documentElement)).toEqual(["768px", "768px"]);
  unmount();
  expect(padding(document.documentElement)).toEqual(["", ""]);
});

test("a bar that a low window makes part of the page takes no space", () => {
  sticks("static");
  renderInApp(<StickyBar edge="bottom">Bottom</StickyBar>);
  expect(padding(document.documentElement)).toEqual(["", "0px"]);
});

test("a bar within a dialog concerns the dialog only", () => {
  sticks("sticky");
  renderInApp(
    <div data-scroller data-testid="dialog">
      <StickyBar edge="bottom">Bottom</StickyBar>
    </div>,
  );
  expect(padding(screen.getByTestId("dialog"))).toEqual(["", "768px"]);
  expect(padding(document.documentElement)).toEqual(["", ""]);
});
