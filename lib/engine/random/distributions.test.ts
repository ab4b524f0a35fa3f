import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  categoricalFrom,
  chanceFrom,
  drawsFor,
  exponentialFrom,
  indexFrom,
  integerFrom,
  lognormalFrom,
  normalFrom,
  poissonFrom,
  truncatedNormalFrom,
  uniformFrom,
} from "./index";
import { normalCdf, normalQuantile } from "./normal";

const grid = (n: number): number[] => Array.from({ length: n }, (_, i) => (i + 0.5) / n);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const sd = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the normal distribution", () => {
  // From statistics.NormalDist().inv_cdf of Python 3.
  it("agrees with quantiles computed elsewhere", () => {
    const known = [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.025, -1.9599639845400545],
      [0.999999, 4.753424308817089],
      [1e-20, -9.262340089798407],
    ];
    for (const [p = 0, z = 0] of known) expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it("inverts the quantile with the distribution function, far into the tail", () => {
    for (const x of [-35, -20, -10, -7.2, -5.001, -4.999, -1.3, 0, 0.7, 3])
      expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 8);
    expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
  });

  it("has its mean and sd, and is finite for every uniform", () => {
    const values = grid(20_001).map((u) => normalFrom(u, 10, 2));
    expect(mean(values)).toBeCloseTo(10, 6);
    expect(sd(values)).toBeCloseTo(2, 2);
    expect([0, 1 - 2 ** -53].map((u) => Number.isFinite(normalFrom(u, 0, 1)))).toEqual([
      true,
      true,
    ]);
    expect(() => normalFrom(0.5, 0, -1)).toThrow("sd");
  });
});

describe("the truncated normal distribution", () => {
  it("stays within its bounds and increases with the uniform, however extreme the bounds", () => {
    const any = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        any,
        fc.double({ min: 0, max: 100, noNaN: true }),
        any,
        any,
        uniform,
        uniform,
        (centre, spread, a, b, u, v) => {
          const [min, max] = [Math.min(a, b), Math.max(a, b)];
          const low = truncatedNormalFrom(Math.min(u, v), { mean: centre, sd: spread, min, max });
          const high = truncatedNormalFrom(Math.max(u, v), { mean: centre, sd: spread, min, max });
          expect(low).toBeGreaterThanOrEqual(min);
          expect(high).toBeLessThanOrEqual(max);
          expect(low).toBeLessThanOrEqual(high + 1e-9 * (1 + Math.abs(high)));
        },
      ),
      { numRuns: 5_000, seed: 1 },
    );
  });

  it("has the known mean of a half normal, and of a normal truncated in the far tail", () => {
    expect(
      mean(
        grid(100_000).map((u) => truncatedNormalFrom(u, { mean: 0, sd: 1, min: 0, max: Infinity })),
      ),
    ).toBeCloseTo(Math.sqrt(2 / Math.PI), 3);
    // Mills: the mean beyond a is a + 1/a - 2/a^3 …
    for (const a of [29.9, 30.1])
      expect(
        mean(
          grid(100_000).map((u) => truncatedNormalFrom(u, { mean: 0, sd: 1, min: a, max: a + 50 })),
        ),
      ).toBeCloseTo(a + 1 / a, 3);
    for (const a of [29.9, 30.1])
      expect(
        mean(
          grid(100_000).map((u) =>
            truncatedNormalFrom(u, { mean: 0, sd: 1, min: -a - 50, max: -a }),
          ),
        ),
      ).toBeCloseTo(-a - 1 / a, 3);
  });

  it("is constant when the sd is zero, and rejects bounds in the wrong order", () => {
    expect(truncatedNormalFrom(0.3, { mean: 5, sd: 0, min: 6, max: 9 })).toBe(6);
    expect(() => truncatedNormalFrom(0.5, { mean: 0, sd: 1, min: 2, max: 1 })).toThrow("min ≤ max");
  });
});

describe("the Poisson distribution", () => {
  it.each([0.01, 1, 7.3, 60, 200, 201, 1_000, 100_000])(
    "with mean %d has that mean, and its square root as standard deviation",
    (lambda) => {
      const values = grid(20_000).map((u) => poissonFrom(u, lambda));
      expect(Math.abs(mean(values) / lambda - 1)).toBeLessThan(
        0.01 / Math.sqrt(Math.min(1, lambda)),
      );
      expect(Math.abs(sd(values) / Math.sqrt(lambda) - 1)).toBeLessThan(0.01);
      expect(
        values.every((value, i) => Number.isInteger(value) && value >= (values[i - 1] ?? 0)),
      ).toBe(true);
    },
  );

  it("inverts the cumulative probabilities, below and above the switch of methods", () => {
    for (const lambda of [3, 250, 600]) {
      const us = grid(5_000);
      const wrong = us.filter((u) => poissonFrom(u, lambda) !== inverted(u, lambda));
      expect(wrong.length).toBeLessThanOrEqual(1);
    }
  });

  it("gives finite counts for the largest uniform, and rejects a negative mean", () => {
    for (const lambda of [0, 1, 199.9, 1e6])
      expect(Number.isSafeInteger(poissonFrom(1 - 2 ** -53, lambda))).toBe(true);
    expect(() => poissonFrom(0.5, -1)).toThrow("mean");
    expect(() => poissonFrom(0.5, Number.NaN)).toThrow("mean");
  });
});

function inverted(u: number, lambda: number): number {
  let sum = 0;
  let logProbability = -lambda;
  for (let k = 0; ; k += 1) {
    if (k > 0) logProbability += Math.log(lambda / k);
    sum += Math.exp(logProbability);
    if (u < sum || k > lambda + 1_000) return k;
  }
}

describe("the other distributions", () => {
  it("have the means of their parameters", () => {
    const us = grid(100_000);
    expect(mean(us.map((u) => uniformFrom(u, -1, 3)))).toBeCloseTo(1, 6);
    expect(mean(us.map((u) => exponentialFrom(u, 4)))).toBeCloseTo(4, 2);
    expect(mean(us.map((u) => lognormalFrom(u, 1, 0.5)))).toBeCloseTo(Math.exp(1.125), 2);
    expect(mean(us.map((u) => (chanceFrom(u, 0.3) ? 1 : 0)))).toBeCloseTo(0.3, 4);
  });

  it("draw each integer with equal probability, bounds included", () => {
    const counts = new Map<number, number>();
    for (const u of grid(600))
      counts.set(integerFrom(u, 0.5, 6.9), (counts.get(integerFrom(u, 0.5, 6.9)) ?? 0) + 1);
    expect([...counts]).toEqual([
      [1, 100],
      [2, 100],
      [3, 100],
      [4, 100],
      [5, 100],
      [6, 100],
    ]);
    expect(() => integerFrom(0.5, 1.2, 1.8)).toThrow("no whole number");
  });

  it("draw options in proportion to their weights and never one of weight zero", () => {
    const counts = [0, 0, 0, 0];
    for (const u of grid(1_000)) counts[categoricalFrom(u, [0, 1, 3, 0])]! += 1;
    expect(counts).toEqual([0, 250, 750, 0]);
    expect(categoricalFrom(1 - 2 ** -53, [0.1, 0.2, 0.7, 0])).toBe(2);
    expect(() => categoricalFrom(0.5, [0, 0])).toThrow("all be zero");
    expect(() => categoricalFrom(0.5, [1, -1])).toThrow("weight");
    expect([indexFrom(0, 3), indexFrom(1 - 2 ** -53, 3)]).toEqual([0, 2]);
    expect(() => indexFrom(0, 0)).toThrow("nothing");
  });

  it("stay within their range for hashed draws", () => {
    const draws = drawsFor(1, 1, "p", "A-1");
    for (let i = 0; i < 1_000; i += 1) {
      const value = uniformFrom(draws.uniform("x", i), 2, 5);
      expect(value >= 2 && value < 5).toBe(true);
    }
  });
});
