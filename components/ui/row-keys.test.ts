import { expect, it } from "vitest";
import { rowAfterKey } from "./row-keys";

it("moves by rows and pages and stops at both ends", () => {
  expect(rowAfterKey("ArrowDown", 4, 10, 5)).toBe(5);
  expect(rowAfterKey("ArrowUp", 0, 10, 5)).toBe(0);
  expect(rowAfterKey("PageDown", 7, 10, 5)).toBe(9);
  expect(rowAfterKey("Home", 7, 10, 5)).toBe(0);
  expect(rowAfterKey("End", 0, 10, 5)).toBe(9);
});

it("ignores other keys, and every key in a table without rows", () => {
  expect(rowAfterKey("a", 4, 10, 5)).toBeUndefined();
  expect(rowAfterKey("ArrowDown", 0, 0, 5)).toBeUndefined();
});
