import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Computed } from "./contract";
import { compileExpression } from "./compile";
import { BoundsError } from "./errors";
import { NAMES, sampleScope, SCHEMA } from "./fixtures/test-world";
import { isFields, isRow } from "./values";

const plain = (value: Computed): unknown =>
  isRow(value)
    ? value.id
    : Array.isArray(value)
      ? value.map(plain)
      : isFields(value)
        ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]))
        : value;

const compile = (source: string) => {
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  return result.compiled;
};
const evaluate = (
  source: string,
  vars: Readonly<Record<string, Computed>> = {},
  steps = 100_000,
): unknown => plain(compile(source).evaluate(sampleScope(undefined, vars, steps)));

describe("lists from lists", () => {
  test.each<[string, unknown]>([
    ["range(4)", [0, 1, 2, 3]],
    ["range(2, 5)", [2, 3, 4]],
    ["range(5, 0, -2)", [5, 3, 1]],
    ["range(0)", []],
    ["range(3, 1)", []],
    ["distinct([2, 1, 2, 2, 3, 1])", [2, 1, 3]],
    [
      "distinct([[1, 2], [2, 1], [1, 2]])",
      [
        [1, 2],
        [2, 1],
      ],
    ],
    ["distinct([{'a': 1, 'b': 2}, {'b': 2, 'a': 1}])", [{ a: 1, b: 2 }]],
    ["distinct(['1,2', '1'])", ["1,2", "1"]],
    ["distinct(Post.map(p, p.author))", ["Voter-2", "Voter-3", null, "Voter-1"]],
    ["distinct([])", []],
    [
      "zip([1, 2], ['a', 'b'])",
      [
        { first: 1, second: "a" },
        { first: 2, second: "b" },
      ],
    ],
    ["zip([1, 2], [10, 20]).map(p, p.first * p.second)", [10, 40]],
    ["zip([], [])", []],
    [
      "groupBy(Voter, v, v.party)",
      [
        { key: "left", elements: ["Voter-1", "Voter-2"] },
        { key: "right", elements: ["Voter-3", "Voter-4", "Voter-5"] },
      ],
    ],
    ["groupBy(Post, p, p.author).map(g, count(g.elements))", [2, 1, 1, 1]],
    ["groupBy(Voter, v, v.party).map(g, mean(g.elements, v, v.age))", [31.5, 34]],
    ["groupBy([], v, v)", []],
    ["argmax(Voter, v, v.opinion)", "Voter-5"],
    ["argmin(Voter, v, v.opinion)", "Voter-1"],
    ["argmin([3, 1, 1.0], x, x)", 1],
    ["argmin(Voter, v, 1)", "Voter-1"],
    ["argmin(Voter.filter(v, false), v, v.age)", null],
  ])("%s is %j", (source, value) => {
    expect(evaluate(source)).toEqual(value);
  });
});

describe("fold", () => {
  test.each<[string, unknown]>([
    ["fold([1, 2, 3, 4], x, product, 1, product * x)", 24],
    ["[1, 2, 3].fold(x, list, [], [x] + list)", [3, 2, 1]],
    ["fold(['a', 'b'], x, all, '', all + x)", "ab"],
    ["fold([], x, total, 7, total + x)", 7],
    ["fold(Voter, v, oldest, self, v.age > oldest.age ? v : oldest)", "Voter-5"],
    ["fold([5, 3, 9], x, least, null, least == null || x < least ? x : least)", 3],
    ["fold(range(10), i, pair, {'a': 0, 'b': 1}, {'a': pair.b, 'b': pair.a + pair.b}).a", 55],
    ["fold(range(3), i, t, 0, t + fold(range(3), j, u, 0, u + i * j))", 9],
    ["fold(range(3), i, t, fold([1, 2], j, u, 0, u + j), t + i)", 6],
  ])("%s is %j", (source, value) => {
    expect(evaluate(source)).toEqual(value);
  });

  test("of + is the sum", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 })), (list) => {
        expect(evaluate("fold(anything, x, t, 0, t + x)", { anything: list })).toBe(
          list.reduce((sum, x) => sum + x, 0),
        );
      }),
    );
  });
});

test("groups hold every element once, and their keys are distinct", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 })), (anything) => {
      const groups = evaluate("groupBy(anything, x, x % 3)", { anything }) as {
        key: number;
        elements: number[];
      }[];
      expect(groups.map(({ key }) => key)).toEqual(
        evaluate("distinct(anything.map(x, x % 3))", { anything }),
      );
      expect(groups.flatMap(({ elements }) => elements).toSorted((a, b) => a - b)).toEqual(
        anything.toSorted((a, b) => a - b),
      );
    }),
  );
});

describe("trigonometry", () => {
  test.each<[string, number]>([
    ["sin(0)", 0],
    ["sin(atan2(1, 0))", 1],
    ["cos(atan2(0, -1))", -1],
    ["atan2(1, 1) * 4", Math.PI],
    ["atan2(-1, 0) * 2", -Math.PI],
    ["sqrt(2) * sin(atan2(1, 1))", 1],
  ])("%s is %d", (source, value) => {
    expect(evaluate(source)).toBeCloseTo(value, 14);
  });
});

describe("correlations", () => {
  test.each<[string, number | null]>([
    // scipy.stats 1.17.1: pearsonr and spearmanr, with ties.
    ["correlation([2.1, 3.5, 3.5, 8, 1, 9.25, 4], [1, 5, 2, 7, 7, 10, 3])", 0.639204817824363],
    ["rankCorrelation([2.1, 3.5, 3.5, 8, 1, 9.25, 4], [1, 5, 2, 7, 7, 10, 3])", 0.4909090909090909],
    // F. J. Anscombe, "Graphs in Statistical Analysis", The American Statistician 27, 1973: 0.816.
    [
      "round(correlation([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], [8.04, 6.95, 7.58, 8.81, 8.33, " +
        "9.96, 7.24, 4.26, 10.84, 4.82, 5.68]), 3)",
      0.816,
    ],
    ["correlation(Voter, v, v.age, v.opinion)", 1],
    ["correlation(Voter, v, v.age, -v.opinion)", -1],
    ["rankCorrelation(Voter, v, v.age, exp(v.opinion))", 1],
    ["correlation([0.1, 0.1, 0.1], [1, 2, 3])", null],
    ["correlation([1], [2])", null],
    ["correlation([], [])", null],
    ["rankCorrelation(Voter.filter(v, false), v, v.age, v.opinion)", null],
  ])("%s is %s", (source, value) => {
    const found = evaluate(source);
    if (value === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(value, 14);
  });

  test("are symmetric, between -1 and 1, and blind to origin and unit", () => {
    const pair = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 30 }), (anything) => {
        const of = (a: string, b: string) =>
          evaluate(`correlation(anything, p, ${a}, ${b})`, { anything }) as number | null;
        const found = of("p[0]", "p[1]");
        const moved = of("p[1] * 3 - 7", "p[0]");
        expect(moved === null).toBe(found === null);
        if (found === null || moved === null) return;
        expect(moved).toBeCloseTo(found, 9);
        expect(Math.abs(found)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("weighted draws", () => {
  const shares = (source: string): ReadonlyMap<unknown, number> => {
    const compiled = compile(`range(8000).map(i, ${source})`);
    const values = compiled.evaluate(sampleScope()) as readonly Computed[];
    const counts = new Map<unknown, number>();
    for (const value of values.map(plain)) counts.set(value, (counts.get(value) ?? 0) + 1 / 8000);
    return counts;
  };
  test("choose in proportion to the weights", () => {
    const found = shares("choice([1, 2, 3, 4], x, x == 3 ? 0 : x)");
    expect(found.get(3)).toBeUndefined();
    for (const x of [1, 2, 4]) expect(Math.abs((found.get(x) ?? 0) - x / 7)).toBeLessThan(0.02);
  });
  test("with equal weights choose as without", () => {
    expect(evaluate("range(50).map(i, choice(Voter, v, 0.25))")).toEqual(
      evaluate("range(50).map(i, choice(Voter))"),
    );
  });
  test("sample distinct elements, the heavier first", () => {
    const found = shares("sample([1, 2, 3], 2, x, x)[0]");
    for (const x of [1, 2, 3]) expect(Math.abs((found.get(x) ?? 0) - x / 6)).toBeLessThan(0.02);
    expect(evaluate("sample(Voter, 9, v, v.age > 32 ? 1 : 0).size()")).toBe(3);
    expect(evaluate("sample(Voter, 0, v, v.age)")).toEqual([]);
  });
  test("of an empty list are null or empty", () => {
    expect(evaluate("choice(Voter.filter(v, false), v, v.age)")).toBeNull();
    expect(evaluate("sample(Voter.filter(v, false), 2, v, v.age)")).toEqual([]);
  });
});

test.each<[string, string]>([
  ["range(1.5)", "needs whole numbers"],
  ["range(0, 5, 0)", "The step of `range` cannot be 0"],
  ["zip([1], [1, 2])", "lists of one length"],
  ["correlation([1, 2], [1, 2, 3])", "lists of one length"],
  ["correlation(Voter, v, v.age, arg.score)", "met null"],
  ["choice(Voter, v, v.opinion)", "must be zero or more, not -2"],
  ["choice(Voter, v, 0)", "must not all be zero"],
  ["choice(Voter, v, arg.score)", "The weight of `choice` must be a number, and this is null"],
  ["sample(Voter, 2, v, 1 / 0)", "must be zero or more, not Infinity"],
  ["sample(Voter, 2, v, 0)", "must not all be zero"],
  ["sample(Voter, -1, v, 1)", "at least 0"],
  ["binomial(2.5, 0.5)", "a whole number of zero or more"],
  ["binomial(2, 1.5)", "between 0 and 1"],
  ["beta(0, 1)", "more than zero, not 0"],
  ["gamma(1, -2)", "the scale of a gamma distribution"],
  ["exponential(-1)", "the mean of an exponential distribution"],
  ["dirichlet([])", "at least one concentration"],
  ["dirichlet([1, 0])", "more than zero, not 0"],
])("%s fails: %s", (source, message) => {
  expect(() => evaluate(source)).toThrow(message);
});

test.each<[string, string]>([
  ["choice(Voter, v)", "Write `choice` as `choice(list)` or `choice(list, x, weight)`."],
  ["sample(Voter, 2, v)", "Write `sample` as"],
  ["choice(Voter, v, v.name)", "The weight of `choice` must be a number"],
  ["fold([1], x, t, 0, t + 'a')", "`t` is a number"],
  ["fold([1], x, t, 0, 'a')", "The expression of `fold` must be a number, as its start is"],
  ["correlation(Voter, v, v.age)", "Write `correlation` as"],
  ["correlation(Voter, v, v.age, v.name)", "must be a number"],
  ["correlation(['a'], [1])", "takes lists of numbers"],
  ["rankCorrelation(Voter, v, v.age, v.name)", "a number or an ordered category"],
  ["groupBy(Voter, v, v.party)[0].members", "members"],
])("%s does not compile: %s", (source, message) => {
  expect(() => compile(source)).toThrow(message);
});

test.each([
  ["range(1000000)"],
  ["range(9007199254740991)"],
  ["fold(range(200), i, t, 0, t + count(range(i)))"],
  ["groupBy(range(900), i, range(i))"],
  ["count(fold(range(40), i, list, [1], list + list))"],
  ["size(fold(range(40), i, text, 'a', text + text))"],
  ["sample(range(900), 3, i, i + 1)"],
])("%s stops at a bound", (source) => {
  expect(() => evaluate(source, {}, 2_000)).toThrow(BoundsError);
});
