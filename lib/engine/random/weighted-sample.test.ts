import fc from "fast-check";
import { expect, test } from "vitest";
import { drawsFor, weightedSample } from "./index";

const draws = drawsFor(5, 1, "speak", "");
const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));

test("a weighted sample has distinct items, and none of weight zero", () => {
  fc.assert(
    fc.property(fc.array(weight), fc.nat(20), fc.string(), (weights, count, name) => {
      fc.pre(weights.length === 0 || weights.some((one) => one > 0));
      const sample = weightedSample(weights, count, { draws, name });
      expect(new Set(sample).size).toBe(sample.length);
      expect(sample.every((index) => (weights[index] ?? 0) > 0)).toBe(true);
      expect(sample.length).toBe(Math.min(count, weights.filter((one) => one > 0).length));
      expect(weightedSample(weights, 30, { draws, name }).slice(0, count)).toEqual(sample);
    }),
  );
});

test("items are drawn one after another in proportion to the weights of those left", () => {
  // By hand for weights 1, 2, 3: P(first b, then c) = 2/6 · 3/4, and so on.
  const expected = {
    "0,1": 2 / 30,
    "0,2": 3 / 30,
    "1,0": 1 / 12,
    "1,2": 1 / 4,
    "2,0": 1 / 6,
    "2,1": 1 / 3,
  };
  const n = 30_000;
  const counts = new Map<string, number>();
  for (let i = 0; i < n; i += 1) {
    const pair = weightedSample([1, 2, 3], 2, { draws, name: `s${i}` }).join(",");
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const chiSquare = Object.entries(expected).reduce(
    (sum, [pair, p]) => sum + ((counts.get(pair) ?? 0) - n * p) ** 2 / (n * p),
    0,
  );
  // The 0.9999 quantile of the chi-square distribution with 5 degrees of freedom.
  expect(chiSquare).toBeLessThan(25.745);
});

test("a larger weight never makes an item come later", () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 1, max: 100, noNaN: true }), (name, factor) => {
      const rank = (w: number): number =>
        weightedSample([1, w, 2, 3], 4, { draws, name }).indexOf(1);
      expect(rank(factor)).toBeLessThanOrEqual(rank(1));
    }),
  );
});

test("weights that are negative, infinite or all zero are refused", () => {
  expect(() => weightedSample([1, -1], 1, { draws, name: "" })).toThrow("zero or more, not -1");
  expect(() => weightedSample([Infinity], 1, { draws, name: "" })).toThrow("not Infinity");
  expect(() => weightedSample([0, 0], 1, { draws, name: "" })).toThrow("not all be zero");
});
