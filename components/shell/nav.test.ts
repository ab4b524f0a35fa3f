import { expect, it } from "vitest";
import { isWithin } from "./nav";

it("includes the pages of an area, but not an area with the same prefix", () => {
  expect(isWithin("/studies", "/studies")).toBe(true);
  expect(isWithin("/studies/7/runs/1", "/studies")).toBe(true);
  expect(isWithin("/studies-archive", "/studies")).toBe(false);
});
