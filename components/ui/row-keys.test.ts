import { expect, it } from "vitest";
import { rowAfterKey } from "./row-keys";

const press = (key: string) => ({
  key,
  ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
});

it("moves by rows and pages and stops at both ends", () => {
  expect(rowAfterKey(press("ArrowDown"), 4, 10, 5)).toBe(5);
  expect(rowAfterKey(press("ArrowUp"), 0, 10, 5)).toBe(0);
  expect(rowAfterKey(press("PageDown"), 7, 10, 5)).toBe(9);
  expect(rowAfterKey(press("Home"), 7, 10, 5)).toBe(0);
  expect(rowAfterKey(press("End"), 0, 10, 5)).toBe(9);
});

it("ignores other keys, and every key in a table without rows", () => {
  expect(rowAfterKey(press("a"), 4, 10, 5)).toBeUndefined();
  expect(rowAfterKey(press("ArrowDown"), 0, 0, 5)).toBeUndefined();
});
