import { describe, expect, it } from "vitest";
import type { StudyEstimate } from "@/lib/contracts/estimates";
import {
  formatError,
  formatHeadline,
  formatMoney,
  compareToRange,
  formatRange,
  formatTime,
  formatAmount,
} from "./format-estimate";

describe("formatting an estimate", () => {
  it("formats costs to the cent", () => {
    expect([
      formatMoney(null),
      formatMoney(0),
      formatMoney(0.004),
      formatMoney(12.345),
      formatMoney(12_345.6),
    ]).toEqual(["–", "US$0.00", "< US$0.01", "US$12.35", "US$12,346"]);
  });

  it("formats the relative error with its sign", () => {
    expect([
      formatError(110, 100),
      formatError(90, 100),
      formatError(100, 100),
      formatError(1, 0),
      formatError(null, 3),
    ]).toEqual(["+10%", "\u221210%", "0%", "–", "–"]);
  });

  it("formats a range only if its ends differ", () => {
    const amounts = (value: number) => ({
      calls: value,
      promptTokens: value * 1_000,
      completionTokens: value,
      embeddingTokens: 0,
      cost: null,
      seconds: value,
    });
    expect(formatRange("calls", amounts(1_234), amounts(1_567))).toBe("1,200 to 1,600");
    expect(formatRange("calls", amounts(100), amounts(100))).toBeUndefined();
    expect(formatRange("cost", amounts(1), amounts(2))).toBeUndefined();
    expect(formatAmount("promptTokens", 1_234_567)).toBe("1.2\u202fM");
    expect(formatTime(0.2)).toBe("< 1 s");
  });

  it("puts a wide range before the point estimate", () => {
    const amounts = (calls: number) => ({
      calls,
      promptTokens: 0,
      completionTokens: 0,
      embeddingTokens: 0,
      cost: null,
      seconds: null,
    });
    const estimate = (low: number, high: number) =>
      ({ ...amounts(300), low: amounts(low), high: amounts(high) }) as StudyEstimate;
    expect(formatHeadline("calls", estimate(250, 350))).toEqual({
      value: "300",
      detail: "250 to 350",
    });
    expect(formatHeadline("calls", estimate(24, 500))).toEqual({
      value: "24 to 500",
      detail: "about 300",
    });
    expect(formatHeadline("cost", estimate(24, 500))).toEqual({ value: "–", detail: undefined });
  });

  it("compares the actual amount with the range", () => {
    expect([
      compareToRange(5, 1, 9),
      compareToRange(10, 1, 9),
      compareToRange(0, 1, 9),
      compareToRange(null, 1, 9),
      compareToRange(1, null, null),
    ]).toEqual(["within", "above", "below", null, null]);
  });
});
