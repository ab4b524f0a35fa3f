import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "./nearest";

describe("editDistance", () => {
  it.each([
    ["opinion", "opinion", 0],
    ["opinon", "opinion", 1],
    ["opiinon", "opinion", 1],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["AGE", "age", 0],
  ])("between %s and %s is %i", (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
    expect(editDistance(right, left)).toBe(distance);
  });
});

describe("nearest", () => {
  it("finds the word that was meant", () => {
    expect(nearest("opnion", ["age", "party", "opinion"])).toBe("opinion");
    expect(nearest("voter", ["Voter", "Post"])).toBe("Voter");
    expect(nearest("cross_ties", ["crossTies", "degree"])).toBe("crossTies");
    expect(nearest("agee", ["age", "agent"])).toBe("age");
  });

  it("suggests nothing when nothing is close", () => {
    expect(nearest("income", ["age", "party", "opinion"])).toBeUndefined();
    expect(nearest("x", ["abc"])).toBeUndefined();
    expect(nearest("age", [])).toBeUndefined();
  });
});
