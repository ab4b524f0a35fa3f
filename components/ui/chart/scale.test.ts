import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceScale, valueFormat } from "./scale";

const labels = (scale: ReturnType<typeof niceScale>) =>
  scale.ticks.map((tick) => scale.format(tick));

describe("niceScale", () => {
  it("extends to round values with equal decimals", () => {
    expect(labels(niceScale([0.03, 0.58]))).toEqual(["0.0", "0.2", "0.4", "0.6"]);
    expect(labels(niceScale([8.2, 15.7]))).toEqual(["8", "10", "12", "14", "16"]);
  });
  it("keeps fixed ends and puts ticks between them", () => {
    const scale = niceScale([0.3], [0, 0.55]);
    expect(scale.domain).toEqual([0, 0.55]);
    expect(scale.ticks).toEqual([0, 0.2, 0.4]);
  });
  it("uses whole numbers for rounds", () => {
    expect(niceScale([], [0, 3], 8, true).ticks).toEqual([0, 1, 2, 3]);
    expect(niceScale([], [0, 29], 8, true).ticks).toEqual([0, 5, 10, 15, 20, 25]);
    expect(niceScale([], [0, 10], 8, true).ticks).toEqual([0, 2, 4, 6, 8, 10]);
  });
  it("pads a constant, and gives an empty chart an axis", () => {
    expect(niceScale([5]).domain[0]).toBeLessThan(5);
    expect(niceScale([5]).domain[1]).toBeGreaterThan(5);
    expect(niceScale([0]).ticks.length).toBeGreaterThan(1);
    expect(niceScale([0, 0]).domain).toEqual([0, 1]);
    expect(niceScale([]).ticks.length).toBeGreaterThan(1);
  });
  it("starts at zero and covers the longest bar", () => {
    const { domain } = niceScale([0, 3.94, 4.61]);
    expect(domain[0]).toBe(0);
    expect(domain[1]).toBeGreaterThanOrEqual(4.61);
  });
  it("shortens large numbers", () =>
    expect(labels(niceScale([0, 40_000])).at(-1)).toBe("40\u202fk"));
  it("covers the data with few, rising ticks", () => {
    const value = fc
      .double({ min: -1e6, max: 1e6, noNaN: true })
      .filter((x) => x === 0 || Math.abs(x) > 1e-6);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const span = Math.max(...values) - Math.min(...values);
        fc.pre(span === 0 || span > 1e-6 * Math.max(...values.map(Math.abs)));
        const { domain, ticks } = niceScale(values);
        const invisible = 1e-6 * (domain[1] - domain[0]);
        expect(domain[0]).toBeLessThanOrEqual(Math.min(...values) + invisible);
        expect(domain[1]).toBeGreaterThanOrEqual(Math.max(...values) - invisible);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const [index, tick] of ticks.entries())
          if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1]!);
      }),
    );
  });
});

describe("valueFormat", () => {
  const of = (values: (number | null)[]) =>
    valueFormat({
      data: values.map((v) => ({ v })),
      series: [{ key: "v", label: "v" }],
      y: { label: "v" },
    });
  it("leaves counts whole", () => expect(of([1, null, 1200])(1200)).toBe("1,200"));
  it("formats all values of a chart with the same decimals", () => {
    const format = of([0.31, 0.3289, 0.6]);
    expect([0.31, 0.3289].map(format)).toEqual(["0.310", "0.329"]);
  });
});
