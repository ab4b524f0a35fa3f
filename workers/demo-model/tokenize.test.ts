import { describe, expect, it } from "vitest";
import { contentStems, splitIdentifier, splitWords, stem } from "./tokenize";

describe("words", () => {
  it("are lower-case and split at everything but letters and digits", () => {
    expect(splitWords("Don’t you — (really) LIKE the café? 2 times.")).toEqual([
      "dont",
      "you",
      "really",
      "like",
      "the",
      "café",
      "2",
      "times",
    ]);
    expect(splitWords("")).toEqual([]);
    expect(splitWords("北京、上海")).toEqual(["北京", "上海"]);
  });

  it("are extracted from identifiers", () => {
    expect(splitIdentifier("willShare_food")).toEqual(["will", "share", "food"]);
  });

  it("share one stem among their usual forms", () => {
    for (const forms of [
      ["invest", "invests", "invested", "investing"],
      ["donate", "donates", "donated", "donating"],
      ["risk", "risks"],
    ]) {
      expect(new Set(forms.map(stem)).size).toBe(1);
    }
  });

  it("exclude stop words among content words", () => {
    expect([...contentStems("You are a cautious person who likes cats")]).toEqual([
      "cautious",
      "lik",
      "cat",
    ]);
  });
});
