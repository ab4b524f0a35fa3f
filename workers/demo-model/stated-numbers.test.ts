import { describe, expect, it } from "vitest";
import { findAnchor, readNumbers } from "./stated-numbers";
import { topicStems } from "./persona";

const PROFILE =
  "You are 45 years old and lean left. On a carbon tax you stand at -2.1 on a scale from -5 " +
  "(against) to 5 (for). You earn 2400 a month.";

describe("stated numbers", () => {
  it("have a scale, whose ends are no statements", () => {
    const numbers = readNumbers(PROFILE);
    expect(numbers.map(({ value }) => value)).toEqual([45, -2.1, 2400]);
    expect(numbers[1]?.scale).toEqual([-5, 5]);
    expect(numbers[0]?.scale).toBeNull();
    expect(
      readNumbers("On a scale from 0 to 10 you are at 7.").map(({ value, scale }) => [
        value,
        scale,
      ]),
    ).toEqual([[7, [0, 10]]]);
    expect(readNumbers("Trust: 7 out of 10")[0]?.scale).toEqual([0, 10]);
  });

  it("exclude numbers in identifiers", () => {
    expect(readNumbers("post p12 and v-3 by agent_7")).toEqual([]);
  });

  it("are found by the question", () => {
    const numbers = readNumbers(PROFILE);
    expect(findAnchor(numbers, topicStems("opinion", ""), [-3.1, -1.1])?.value).toBe(-2.1);
    expect(findAnchor(numbers, topicStems("age", ""), [18, 90])?.value).toBe(45);
    expect(
      findAnchor(readNumbers("You are 45 years old."), topicStems("opinion", ""), [0, 100]),
    ).toBeNull();
  });

  it("are read in linear time from hostile text", () => {
    // In quadratic time it would take minutes, and the test would time out.
    expect(readNumbers("from 1 ".repeat(200_000))).toEqual([]);
  });
});
