import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPromptNumber } from "../answers/format-expectation";
import { roundDecimalExactly } from "./round-decimal";

describe("roundDecimalExactly", () => {
  it("rounds to a power of ten", () => {
    expect(roundDecimalExactly(2.71828, 100)).toBe(2.72);
    expect(roundDecimalExactly(0.1 + 0.2, 10)).toBe(0.3);
    expect(roundDecimalExactly(999.9996, 1_000)).toBe(1_000);
  });

  it("leaves halves, and what is near one, to the caller", () => {
    expect(roundDecimalExactly(1.005, 100)).toBeUndefined();
    expect(roundDecimalExactly(0.5, 1)).toBeUndefined();
    expect(roundDecimalExactly(2 ** 40, 1)).toBeUndefined();
  });
});

describe("formatPromptNumber", () => {
  it("gives the digits of toPrecision for every number", () => {
    const size = fc.tuple(
      fc.double({ min: 1, max: 10, noNaN: true }),
      fc.integer({ min: -4, max: 8 }),
    );
    const decimals = fc.tuple(
      fc.integer({ min: -10_000_000, max: 10_000_000 }),
      fc.integer({ min: -7, max: 0 }),
    );
    const number = fc.oneof(
      fc.double({ noNaN: true }),
      fc.oneof(size, decimals).map(([x, e]) => x * 10 ** e),
    );
    fc.assert(
      fc.property(number, (x) => {
        expect(formatPromptNumber(x)).toBe(
          String(Number.isInteger(x) ? x : Number(x.toPrecision(6))),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
