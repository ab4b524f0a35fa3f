import { describe, expect, it } from "vitest";
import { describeLargestReason, hasManyInvalid, rankReasons } from "./invalid-share";

describe("the share of invalid decisions", () => {
  it.each([
    [19, 19, false],
    [20, 1, false],
    [20, 2, true],
    [1_000, 50, false],
    [1_000, 51, true],
    [0, 0, false],
  ])("of %i decisions, %i invalid, is reported: %s", (decisions, invalid, isReported) => {
    expect(hasManyInvalid({ decisions, invalid })).toBe(isReported);
  });

  it("is explained by the most frequent reason, with what to do", () => {
    expect(rankReasons({ empty: 1, truncated: 3 })).toEqual([
      { reason: "truncated", count: 3 },
      { reason: "empty", count: 1 },
    ]);
    expect(describeLargestReason({ empty: 1, truncated: 3 })).toMatch(
      /^Most frequent: truncated \(3\)\. Raise the limit of tokens/,
    );
    expect(describeLargestReason({})).toBeUndefined();
  });
});
