import { expect, test } from "vitest";
import { rounded, spread } from "./spread";

test("the median of an even number of samples lies between the two in the middle", () => {
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  expect(spread([10, 9, 2])).toEqual({ median: 9, min: 2, max: 10 });
});

test("no samples have no median", () => {
  expect(() => spread([])).toThrow(RangeError);
});

test("numbers are rounded to significant digits, not to decimals", () => {
  expect(rounded(12_345.678)).toBe(12_350);
  expect(rounded(0.000_123_456)).toBe(0.000_123_5);
});
