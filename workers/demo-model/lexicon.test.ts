import { describe, expect, it } from "vitest";
import { readAxes, zeroVector } from "./lexicon";

function axes(text: string) {
  const vector = zeroVector();
  readAxes({ text, into: vector, traits: 1, acts: 1 });
  return vector;
}

describe("lexicon", () => {
  it("puts opposite traits on opposite sides", () => {
    expect(axes("You are cautious.").risk).toBeLessThan(0);
    expect(axes("You are bold.").risk).toBeGreaterThan(0);
    expect(axes("a generous neighbour").care).toBeGreaterThan(0);
    expect(axes("a selfish neighbour").care).toBeLessThan(0);
    expect(axes("left-wing").side).toBeLessThan(0);
    expect(axes("risk-averse").risk).toBeLessThan(0);
    expect(axes("high risk tolerance").risk).toBeGreaterThan(0);
  });

  it("reverses at a negation and grows with an intensifier", () => {
    expect(axes("You are not cautious.").risk).toBeGreaterThan(0);
    expect(axes("You are very cautious.").risk).toBeLessThan(axes("You are cautious.").risk);
    expect(axes("You are somewhat cautious.").risk).toBeGreaterThan(axes("You are cautious.").risk);
  });

  it("reads a final no as an answer and any other as a negation", () => {
    expect(axes("no").stance).toBeLessThan(0);
    expect(axes("no gamble").risk).toBeLessThan(0);
  });

  it("ignores unknown words", () => {
    expect(axes("The table has four legs.")).toEqual(zeroVector());
  });
});
