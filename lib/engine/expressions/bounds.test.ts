import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileExpression } from "./compile";
import { BoundsError, EvaluationError } from "./errors";
import { NAMES, sampleScope, SCHEMA } from "./fixtures/test-world";

function attempt(source: string, steps: number): unknown {
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  return result.compiled.evaluate(sampleScope(undefined, {}, steps));
}

describe("an expression stops when its steps are used up; the error names it", () => {
  test.each([
    "Voter.map(a, Voter.map(b, Voter.map(c, Voter.map(d, a.age + b.age + c.age + d.age))))",
    "Voter.all(a, Voter.all(b, Voter.all(c, a.age + b.age + c.age > 0)))",
    "sum(Voter, a, sum(Voter, b, sum(Voter, c, 1)))",
    "best(Voter, a, count(Voter, b, count(Voter, c, c.active) > 0))",
    "shuffle(Voter.map(a, Voter.map(b, b)))",
  ])("%s", (source) => {
    expect(() => attempt(source, 60)).toThrow(BoundsError);
    expect(() => attempt(source, 60)).toThrow(/The expression `.+` was stopped: too many steps\./);
    expect(() => attempt(source, 100_000)).not.toThrow();
  });

  test("expressions of one context share the budget", () => {
    const result = compileExpression("sum(Voter, v, v.age)", SCHEMA, NAMES);
    if (!result.ok) throw new Error("does not compile");
    const scope = sampleScope(undefined, {}, 60);
    result.compiled.evaluate(scope);
    expect(() => {
      for (let time = 0; time < 5; time += 1) result.compiled.evaluate(scope);
    }).toThrow(BoundsError);
  });
});

test("texts cannot grow beyond the limit", () => {
  const doubling =
    "['xxxxxxxxxxxxxxxxxxxx'].map(a, a+a+a+a+a+a+a+a+a+a).map(a, a+a+a+a+a+a+a+a+a+a).map(a, " +
    "a+a+a+a+a+a+a+a+a+a).map(a, a+a+a+a+a+a+a+a+a+a)";
  expect(() => attempt(`${doubling}[0].size()`, 10_000_000)).toThrow(BoundsError);
  expect(() =>
    attempt(
      "Voter.map(v, self.name.replace('', 'aaaaaaaaaa'))[0].split('').join('bbbbbbbbbb').size()",
      10_000,
    ),
  ).not.toThrow();
});

const SOURCES = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({
    unit: fc.constantFrom(..."abcr.()[]{},:?!&|=<>+-*/% 0123456789'\"\\nself.Voter"),
    maxLength: 60,
  }),
  fc
    .array(
      fc.constantFrom(
        "self",
        ".",
        "age",
        "(",
        ")",
        "Voter",
        "map",
        ",",
        "v",
        "==",
        "'left'",
        "&&",
        "1",
        "[",
        "]",
        "?",
        ":",
        "in",
        "null",
        "mean",
        "has",
        "{",
        "}",
        "!",
        "-",
        "min",
      ),
      { maxLength: 25 },
    )
    .map((words) => words.join(" ")),
);

test("the compiler never throws, and every problem lies inside the source", () => {
  fc.assert(
    fc.property(SOURCES, (source) => {
      const result = compileExpression(source, SCHEMA, NAMES);
      if (result.ok) return;
      expect(result.problems.length).toBeGreaterThan(0);
      for (const { from, length, message } of result.problems) {
        expect(message).not.toBe("");
        expect(from).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(0);
        expect(from + length).toBeLessThanOrEqual(source.length);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["(".repeat(5_000)],
  ["!".repeat(5_000) + "true"],
  ["1" + "+1".repeat(5_000)],
  ["[".repeat(600) + "]".repeat(600)],
  ["a.".repeat(4_000) + "b"],
  ["-".repeat(19_000) + "1"],
])("deep nesting is a reported problem, not a crash (%#)", (source) => {
  expect(compileExpression(source, SCHEMA, NAMES).ok).toBe(false);
});

type Made = {
  readonly number: string;
  readonly boolean: string;
  readonly text: string;
  readonly row: string;
  readonly rows: string;
};

/**
 * Generates expressions that are well typed by construction, though they may meet nulls, empty
 * lists and an exhausted budget.
 */
const typed = fc.letrec<Made>((tie) => ({
  number: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("1", "0", "2.5", "-3", "round", "param.voters", "arg.score", "world.price"),
    tie("row").map((row) => `${row}.age`),
    fc
      .tuple(tie("number"), fc.constantFrom("+", "-", "*", "/", "%"), tie("number"))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    tie("rows").map((rows) => `mean(${rows}, n, n.opinion)`),
    tie("rows").map((rows) => `count(${rows})`),
    tie("text").map((text) => `size(${text})`),
    fc
      .tuple(tie("boolean"), tie("number"), tie("number"))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.tuple(tie("number"), tie("number")).map(([mean, sd]) => `normal(${mean}, ${sd})`),
    tie("number").map((number) => `poisson(${number})`),
    fc.tuple(tie("number"), tie("number")).map(([value, digits]) => `round(${value}, ${digits})`),
    fc.tuple(tie("row"), tie("row")).map(([one, other]) => `distance('Follows', ${one}, ${other})`),
    tie("rows").map((rows) => `quantile(${rows}, q, q.age, 0.3)`),
    fc
      .tuple(tie("rows"), tie("number"))
      .map(([rows, start]) => `fold(${rows}, f, t, ${start}, t + f.age)`),
    tie("rows").map((rows) => `rankCorrelation(${rows}, c, c.age, c.opinion)`),
    tie("number").map((number) => `count(distinct(range(${number})))`),
    fc.tuple(tie("number"), tie("number")).map(([n, p]) => `binomial(${n}, ${p})`),
    fc
      .tuple(tie("number"), tie("number"))
      .map(([a, b]) => `(beta(${a}, ${b}) + gamma(${a}, ${b}))`),
    tie("number").map((number) => `dirichlet([1, ${number}])[0]`),
  ),
  boolean: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("true", "false", "self.active", "param.unfriend"),
    fc
      .tuple(tie("number"), fc.constantFrom("<", "<=", "==", "!="), tie("number"))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    fc
      .tuple(tie("boolean"), fc.constantFrom("&&", "||"), tie("boolean"))
      .map(([left, op, right]) => `(${left} ${op} ${right})`),
    tie("boolean").map((inner) => `!(${inner})`),
    fc.tuple(tie("row"), tie("row")).map(([left, right]) => `(${left} == ${right})`),
    fc.tuple(tie("row"), tie("rows")).map(([row, rows]) => `(${row} in ${rows})`),
    fc
      .tuple(tie("rows"), tie("number"))
      .map(([rows, number]) => `${rows}.exists(e, e.age > ${number})`),
    tie("text").map((text) => `${text}.matches('(a|b)*N.*\\\\d$')`),
    tie("number").map((number) => `chance(${number})`),
  ),
  text: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("'a'", "''", "param.note", "self.party", "arg.text"),
    tie("row").map((row) => `${row}.name`),
    fc.tuple(tie("text"), tie("text")).map(([left, right]) => `(${left} + ${right})`),
    tie("number").map((number) => `text(${number})`),
    tie("rows").map((rows) => `${rows}.map(m, m.name).join(', ')`),
    fc.tuple(tie("text"), tie("number")).map(([text, number]) => `substring(${text}, ${number})`),
  ),
  row: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("self", "self.partner", "arg.whom", "Voter[3]"),
    tie("rows").map((rows) => `first(${rows})`),
    tie("rows").map((rows) => `choice(${rows})`),
    tie("rows").map((rows) => `choice(${rows}, c, c.age)`),
    tie("rows").map((rows) => `groupBy(${rows}, g, g.active)[0].elements[0]`),
    tie("rows").map((rows) => `best(${rows}, b, b.opinion)`),
    fc.tuple(tie("rows"), tie("number")).map(([rows, number]) => `${rows}[${number}]`),
  ),
  rows: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("Voter", "Voter.filter(x, x.partner == self)"),
    tie("row").map((row) => `neighbours('Friends', ${row})`),
    fc
      .tuple(tie("rows"), tie("boolean"))
      .map(([rows, test]) => `${rows}.filter(f, f.active || ${test})`),
    fc
      .tuple(tie("row"), tie("row"))
      .map(([row, other]) => `Voter.filter(w, w == ${row} || linked('Friends', ${other}, w))`),
    fc.tuple(tie("rows"), tie("number")).map(([rows, number]) => `sample(${rows}, ${number})`),
    fc
      .tuple(tie("rows"), tie("number"))
      .map(([rows, number]) => `sample(${rows}, 2, s, s.age + ${number})`),
    tie("rows").map((rows) => `sort(${rows}, s, s.age)`),
  ),
}));

test("well-typed expressions compile, and fail only with two errors, reproducibly", () => {
  let evaluated = 0;
  const check = (source: string): void => {
    const result = compileExpression(source, SCHEMA, NAMES);
    if (!result.ok)
      throw new Error(`${source}: ${result.problems.map(({ message }) => message).join(" ")}`);
    const run = (): unknown => {
      try {
        return result.compiled.evaluate(sampleScope(undefined, {}, 5_000));
      } catch (error) {
        if (error instanceof EvaluationError || error instanceof BoundsError) return error.message;
        throw error;
      }
    };
    const first = run();
    if (typeof first !== "string") evaluated += 1;
    expect(run()).toEqual(first);
  };
  fc.assert(fc.property(typed.number, check), { numRuns: 500 });
  fc.assert(fc.property(typed.boolean, check), { numRuns: 500 });
  fc.assert(fc.property(typed.rows, check), { numRuns: 300 });
  expect(evaluated).toBeGreaterThan(300);
});
