import { describe, expect, test } from "vitest";
import { compileExpression } from "./compile";
import { NAMES, sampleScope, SCHEMA, TestDraws } from "./fixtures/test-world";

function draw(
  source: string,
  seed = 1,
): { readonly value: unknown; readonly requested: readonly string[] } {
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  const draws = new TestDraws(seed);
  return {
    value: result.compiled.evaluate({ ...sampleScope(), draws }),
    requested: draws.requested,
  };
}

describe("a draw is named after its function and the ordinal of the call", () => {
  test.each([
    ["chance(0.5)", ["chance:1#0"]],
    ["uniform(0, 1) + uniform(0, 1)", ["uniform:1#0", "uniform:2#0"]],
    [
      "chance(0.5) ? normal(0, 1) : normal(5, 1)",
      ["chance:1#0", expect.stringMatching(/^normal:[12]#0$/)],
    ],
    ["Voter.map(v, uniform(0, 1))", [0, 1, 2, 3, 4].map((index) => `uniform:1#${index}`)],
    ["sample(Voter, 2)", ["sample:1#0", "sample:1#1"]],
    ["choice(Voter)", ["choice:1#0"]],
    ["choice(Voter, v, v.age)", ["choice:1#0"]],
    ["sample([1, 2, 3], 2, x, x)", ["sample:1#0", "sample:1#1", "sample:1#2"]],
    ["choice([2, 3], x, uniform(1, x))", ["uniform:1#0", "uniform:1#1", "choice:1#0"]],
    ["binomial(3, 0.5) + binomial(3, 0.5)", ["12:binomial:1#0:rank#0", "12:binomial:2#0:rank#0"]],
    [
      "Voter.map(v, Voter.map(w, uniform(0, 1))[0])[0]",
      Array.from({ length: 25 }, (_, index) => `uniform:1#${index}`),
    ],
  ])("%s", (source, asked) => {
    expect(draw(source).requested).toEqual(asked);
  });

  test("is not affected by draws of other functions before it", () => {
    expect(draw("normal(0, 1)").value).toBe(draw("chance(0.5) || true ? normal(0, 1) : 0").value);
  });
});

test("the same seed gives the same value in every evaluation, another seed another value", () => {
  const source = "shuffle(Voter).map(v, v.age + normal(0, 1) + poisson(3))";
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error("does not compile");
  const scope = sampleScope();
  expect(result.compiled.evaluate(scope)).toEqual(result.compiled.evaluate(scope));
  expect(draw(source, 2).value).not.toEqual(draw(source, 1).value);
});

test("a random function is never folded into a constant", () => {
  expect(draw("uniform(0, 1) > 0.5", 1).requested).toHaveLength(1);
});

const values = (source: string): readonly number[] =>
  Array.from({ length: 2_000 }, (_, seed) => draw(source, seed).value as number);
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

describe("distributions have the expected moments", () => {
  test.each([
    ["uniform(2, 6)", 4, 0.15],
    ["normal(10, 2)", 10, 0.25],
    ["poisson(4)", 4, 0.25],
    ["chance(0.3) ? 1 : 0", 0.3, 0.05],
    ["choice([1, 2, 3])", 2, 0.1],
  ])("%s has mean %d", (source, expected, within) => {
    expect(Math.abs(mean(values(source)) - expected)).toBeLessThan(within);
  });
  test("a sample contains no element twice, and each element is sampled equally often", () => {
    const counts = new Map<unknown, number>();
    for (let seed = 0; seed < 1_000; seed += 1) {
      const sample = draw("sample([1, 2, 3, 4, 5], 2)", seed).value as readonly unknown[];
      expect(new Set(sample).size).toBe(2);
      for (const item of sample) counts.set(item, (counts.get(item) ?? 0) + 1);
    }
    for (const item of [1, 2, 3, 4, 5])
      expect(Math.abs((counts.get(item) ?? 0) - 400)).toBeLessThan(80);
  });
  test.each([["normal(0, -1)"], ["poisson(-1)"], ["uniform(2, 1)"], ["chance(0 / 0)"]])(
    "%s is an error",
    (source) => {
      expect(() => draw(source)).toThrow(/cannot be drawn|needs numbers/);
    },
  );
});
