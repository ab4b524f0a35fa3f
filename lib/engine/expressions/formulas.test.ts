import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entropy, gini, maximum, minimum, mean, median, quantile, sd, sum } from "./formulas";
import { similarity } from "./similarity";

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 2,
  maxLength: 40,
});

test("a sum keeps digits that plain addition loses", () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  expect(sum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
  expect(sum([Infinity, 1])).toBe(Infinity);
});

test("statistics of an empty list are null", () => {
  for (const statistic of [mean, median, sd, minimum, maximum, gini, entropy])
    expect(statistic([])).toBeNull();
  expect(sd([3])).toBeNull();
});

describe("statistics against hand-computed values", () => {
  test("quantiles follow type 7, as in R", () => {
    expect([0, 0.1, 0.5, 0.9, 1].map((q) => quantile([15, 20, 35, 40, 50], q))).toEqual([
      15, 17, 35, 46, 50,
    ]);
    expect(quantile([1, Infinity], 0)).toBe(1);
    expect(quantile([1, NaN], 0)).toBeNaN();
  });
  test("gini and entropy match", () => {
    expect(gini([1, 2, 3, 4])).toBeCloseTo(0.25, 15);
    expect(gini([0, 0])).toBe(0);
    expect(entropy(["a", "b", "b", "b"])).toBeCloseTo(
      0.25 * Math.log(4) + 0.75 * Math.log(4 / 3),
      15,
    );
    expect(Object.is(entropy(["a"]), 0)).toBe(true);
  });
});

test("spread does not depend on the origin, and the extremes enclose the other statistics", () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (values, shift) => {
      expect(sd(values.map((value) => value + shift)) ?? 0).toBeCloseTo(sd(values) ?? 0, 4);
      const middle = median(values) ?? NaN;
      expect(minimum(values) ?? NaN).toBeLessThanOrEqual(middle);
      expect(maximum(values) ?? NaN).toBeGreaterThanOrEqual(middle);
      expect(quantile(values, 0)).toBe(minimum(values));
      expect(quantile(values, 1)).toBe(maximum(values));
    }),
  );
});

test("gini lies between 0 and 1 and does not depend on the unit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (values) => {
        const index = gini(values) ?? NaN;
        expect(index).toBeGreaterThanOrEqual(-1e-9);
        expect(index).toBeLessThan(1);
        expect(gini(values.map((value) => value * 2)) ?? NaN).toBeCloseTo(index, 9);
      },
    ),
  );
});

test("similarity is symmetric, at most 1, and 1 with itself", () => {
  const texts = fc
    .array(fc.constantFrom("tax", "carbon", "Friend", "the", "é"), { minLength: 1, maxLength: 8 })
    .map((words) => words.join(" "));
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      expect(similarity(left, right)).toBe(similarity(right, left));
      expect(similarity(left, right)).toBeLessThanOrEqual(1);
      expect(similarity(left, left)).toBeCloseTo(1, 12);
    }),
  );
});
