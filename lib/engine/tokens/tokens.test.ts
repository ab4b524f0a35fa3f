import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { CUT_NOTE, cutToBudget, fitsBudget } from "./token-budget";
import { countTokens, loadTokenTable } from "./token-table";

beforeAll(() => loadTokenTable());

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 400 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        "a word",
        "日本語のテキスト",
        "😀👩‍👩‍👧‍👦",
        "<|endoftext|>",
        "\n",
        "   ",
        "e\u0301",
        "\ud800",
      ),
      { maxLength: 150 },
    )
    .map((parts) => parts.join("")),
  fc
    .array(fc.lorem({ maxCount: 12, mode: "sentences" }), { maxLength: 6 })
    .map((lines) => lines.join("\n")),
);

describe("counting tokens", () => {
  it("counts as the published encoding does", () => {
    expect(countTokens("hello world")).toBe(2);
    expect(countTokens("")).toBe(0);
    expect(countTokens("日本語")).toBeLessThanOrEqual(3);
  });

  it("treats control tokens as text", () =>
    expect(countTokens("<|endoftext|>")).toBeGreaterThan(1));

  it("never finds more tokens than bytes", () => {
    fc.assert(
      fc.property(anyText, (text) => countTokens(text) <= new TextEncoder().encode(text).length),
      { numRuns: 200 },
    );
  });

  it("counts long runs without spaces in linear time", () => {
    // With quadratic time, the test would exceed its timeout.
    expect(countTokens("x".repeat(60_000))).toBeGreaterThan(1_000);
  });
});

describe("the budget of a prompt part", () => {
  it("is exact", () => {
    const text =
      "One line about taxes.\nAnother line about the climate.\nA third line about nothing at " +
      "all, really, but longer than the others are, so that cutting pays.";
    const tokens = countTokens(text);
    expect(fitsBudget(text, tokens)).toBe(true);
    expect(fitsBudget(text, tokens - 1)).toBe(false);
    expect(cutToBudget(text, tokens)).toEqual({ text, cut: false });
    expect(cutToBudget(text, tokens - 1)).toEqual({
      text: `One line about taxes.\nAnother line about the climate.\n${CUT_NOTE}`,
      cut: true,
    });
  });

  it("cuts at the end of a line if one fits, as late as possible", () => {
    const lines = Array.from(
      { length: 200 },
      (_, at) => `Line number ${at} says something about the price of bread.`,
    );
    for (const budget of [60, 333, 1_000]) {
      const { text, cut } = cutToBudget(lines.join("\n"), budget);
      const remaining = text.split("\n").slice(0, -1);
      expect(cut).toBe(true);
      expect(remaining).toEqual(lines.slice(0, remaining.length));
      expect(countTokens(text)).toBeLessThanOrEqual(budget);
      expect(
        countTokens([...lines.slice(0, remaining.length + 1), CUT_NOTE].join("\n")),
      ).toBeGreaterThan(budget);
    }
  });

  it("cuts a single line at the end of a word, and never within a character", () => {
    const { text } = cutToBudget("respondents ".repeat(200), 50);
    expect(text).toMatch(/^(respondents ?)+\n\[The rest is left out\.\]$/);
    const emoji = cutToBudget("😀".repeat(300), 50).text;
    expect(emoji).toMatch(/^(?:😀)+\n/u);
    expect(emoji.isWellFormed()).toBe(true);
  });

  it("is never exceeded", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 120 }), (text, budget) => {
        const result = cutToBudget(text, budget);
        expect(countTokens(result.text)).toBeLessThanOrEqual(budget);
        expect(result.cut).toBe(countTokens(text) > budget);
        if (!result.cut) expect(result.text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
