import { expect, it } from "vitest";
import { isWithin } from "./nav";

it("counts a page below an area to it, but not an area whose name begins alike", () => {
  expect(isWithin("/studies", "/studies")).toBe(true);
  expect(isWithin("/studies/7/runs/1", "/studies")).toBe(true);
  expect(isWithin("/studies-archive", "/studies")).toBe(false);
});
