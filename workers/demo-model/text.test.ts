import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip } from "./text";

describe("clipping", () => {
  it("keeps to the limit and never halves a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.nat(60), (text, max) => {
        const clipped = clip(text, max);
        expect(clipped.length).toBeLessThanOrEqual(max);
        expect(text.startsWith(clipped)).toBe(true);
        expect(/[\uD800-\uDBFF]$/.test(clipped)).toBe(false);
      }),
      { seed: 3 },
    );
  });

  it("prefers to end at a word", () => {
    expect(clip("I am not convinced at all", 19)).toBe("I am not convinced");
  });
});
