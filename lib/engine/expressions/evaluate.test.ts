import { describe, expect, test } from "vitest";
import type { Computed } from "./contract";
import { compileExpression } from "./compile";
import { EvaluationError, NullRowError } from "./errors";
import { NAMES, sampleScope, SCHEMA } from "./fixtures/test-world";
import { isRow } from "./values";

/** Replaces rows by their ids, to keep the expected values short. */
const plain = (value: Computed): unknown =>
  isRow(value) ? value.id : Array.isArray(value) ? value.map(plain) : value;

function evaluate(
  source: string | number | boolean,
  vars: Readonly<Record<string, Computed>> = {},
): unknown {
  const result = compileExpression(source, SCHEMA, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  return plain(result.compiled.evaluate(sampleScope(undefined, vars)));
}

describe("arithmetic uses doubles", () => {
  test.each([
    ["5 / 2", 2.5],
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-self.age", -31],
    ["7 % 2", 1],
    ["-7 % 2", -1],
    ["7.5 % 2", 1.5],
    ["0x10", 16],
    ["1 / 0", Infinity],
    ["1e3", 1000],
    ["self.age + 1", 32],
    ["9007199254740993", 9007199254740992],
    ["param.voters * 0.1", 0.5],
    [3, 3],
    [true, true],
  ])("%s is %s", (source, value) => {
    expect(evaluate(source)).toBe(value);
  });
  test("zero divided by zero is NaN", () => {
    expect(evaluate("0 / 0")).toBeNaN();
  });
});

describe("logic, comparison and conditionals", () => {
  test.each([
    ["1 < 2 && 2 < 3", true],
    ["false || !true", false],
    ["'a' < 'b'", true],
    ["self.party == 'left'", true],
    ["self.party != 'right'", true],
    ["round % 2 == 0 ? 'even' : 'odd'", "even"],
    ["self.party in ['left', 'centre']", true],
    ["3 in [1, 2]", false],
    ["[1, 2] == [1, 2]", true],
    ["[1] + [2]", [1, 2]],
    ["'a' + 'b'", "ab"],
    ["'b' in self.tags", true],
    ["{'a': 1, 'b': 2}.b", 2],
    ["{'a': 1}['a']", 1],
    ["'a' in {'a': 1}", true],
    ["[10, 20][1]", 20],
    ["null == null", true],
    ["arg.score == null", true],
    ["arg.score != null && arg.score > 1", false],
    ["true && true && false", false],
    ["false || false || true", true],
  ])("%s is %j", (source, value) => {
    expect(evaluate(source)).toEqual(value);
  });
});

describe("rows and references", () => {
  test.each([
    ["self.partner.name", "Name 2"],
    ["self == self", true],
    ["self.partner == self", false],
    ["self.partner", "Voter-2"],
    ["arg.whom", "Voter-3"],
    ["arg.whom.opinion", 0],
    ["arg.whom == Voter[2]", true],
    ["Voter[1] == self.partner", true],
    ["self.partner != null", true],
    ["Voter[1].partner == null", true],
    ["world.price * 2", 20],
    ["Voter[4].partner == null", true],
    ["Post[0].author == self.partner", true],
    ["(round == 2 ? self : arg.whom).age", 31],
    ["self in Voter", true],
    ["self in [arg.whom]", false],
    ["arg.whom in [self, arg.whom]", true],
    ["has(arg.whom)", true],
    ["has(arg.score)", false],
    ["has(Voter[1].partner.name)", false],
    ["arg.whom != null ? arg.whom.name : ''", "Name 3"],
    ["view.timeline[0].author.name", "Name 2"],
    ["Voter.filter(v, v == self)", ["Voter-1"]],
  ])("%s is %j", (source, value) => {
    expect(evaluate(source)).toEqual(value);
  });

  test("reading an attribute of null is an error with its span", () => {
    const result = compileExpression("1 + Voter[1].partner.age", SCHEMA, NAMES);
    if (!result.ok) throw new Error("does not compile");
    const attempt = (): unknown => result.compiled.evaluate(sampleScope());
    expect(attempt).toThrow(NullRowError);
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({
        from: 4,
        length: "Voter[1].partner".length,
        source: "1 + Voter[1].partner.age",
      });
    }
  });

  test.each([
    "self.missing == 1",
    "arg.score + 1",
    "mean([]) > 0",
    "[1][5]",
    "clamp(1, 3, 2)",
    "anything.x",
    "anything + 1",
    "quantile([1, 2], 2)",
    "number('x')",
  ])("%s fails with an evaluation error", (source) => {
    const result = compileExpression(
      source,
      {
        tables: {
          ...SCHEMA.tables,
          Voter: { kind: "agents", fields: { missing: { kind: "number" } } },
        },
      },
      NAMES,
    );
    if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
    expect(() => result.compiled.evaluate(sampleScope())).toThrow(EvaluationError);
  });
});

describe("lists", () => {
  test.each([
    ["Voter.map(v, v.opinion)", [-2, -1, 0, 1, 2]],
    ["Voter.map(v, v.active, v.opinion)", [-1, 1]],
    ["Voter.filter(v, v.opinion > 0)", ["Voter-4", "Voter-5"]],
    ["Post.filter(p, p.author == self)", ["Post-5"]],
    ["Post.exists(p, p.author == self)", true],
    ["Post.exists_one(p, p.round == 1)", false],
    ["Voter.all(v, v.age > 30)", true],
    ["[].all(x, x)", true],
    ["size(Voter)", 5],
    ["Voter.size()", 5],
    ["size('aé😀')", 3],
    ["[3, 1, 2].sort(x, x)", [1, 2, 3]],
    ["first(Voter)", "Voter-1"],
    ["first([])", null],
    ["best(Voter, v, v.opinion)", "Voter-5"],
    ["best(Voter, v, 0)", "Voter-1"],
    ["Voter.map(v, Voter.filter(w, w.opinion > v.opinion).size())", [4, 3, 2, 1, 0]],
    ["Post.filter(p, p.author == null)", ["Post-4"]],
    ["Post.filter(p, p.id == 'Post-2')", ["Post-2"]],
    ["Voter.map(v, Voter.map(v, v.age)[0])[0]", 31],
    ["chunks(Voter, 2)", [["Voter-1", "Voter-2"], ["Voter-3", "Voter-4"], ["Voter-5"]]],
    ["chunks([], 3)", []],
    ["chunks([1, 2], 9)", [[1, 2]]],
    ["chunks(Voter, 2)[1][0].name", "Name 3"],
    ["chunks(shuffle(Voter), 4).map(g, g.size())", [4, 1]],
    ["[1, 2, 3].chunks(1).map(g, sum(g))", [1, 2, 3]],
  ])("%s is %j", (source, value) => {
    expect(evaluate(source)).toEqual(value);
  });
  test.each(["chunks(Voter, 0)", "chunks(Voter, 1.5)", "chunks(Voter, 0 / 0)"])(
    "%s is rejected",
    (source) => {
      expect(() => evaluate(source)).toThrow(
        /size of `chunks` must be a whole number of at least 1/,
      );
    },
  );
});

describe("functions", () => {
  test.each([
    ["count(Voter)", 5],
    ["count(Post, p, p.round == 2)", 3],
    ["sum([1, 2, 3])", 6],
    ["sum([])", 0],
    ["mean(Voter, v, v.opinion)", 0],
    ["mean([])", null],
    ["median([3, 1, 2, 10])", 2.5],
    ["sd([2, 4, 4, 4, 5, 5, 7, 9])", Math.sqrt(32 / 7)],
    ["sd([1])", null],
    ["sd(Voter.map(v, v.opinion))", Math.sqrt(2.5)],
    ["min(3, 1, 2)", 1],
    ["max([4, 9])", 9],
    ["max(Voter, v, v.age)", 35],
    ["min(self.age, round)", 2],
    ["quantile([1, 2, 3, 4], 0.25)", 1.75],
    ["quantile(Voter, v, v.age, 1)", 35],
    ["gini([1, 1, 1])", 0],
    ["gini([0, 0, 0, 1])", 0.75],
    ["gini([])", null],
    ["gini([-1, 2])", null],
    ["entropy(['a', 'b'])", Math.log(2)],
    ["entropy(['a', 'a'])", 0],
    ["share([true, false])", 0.5],
    ["share(Voter, v, v.party == 'left')", 0.4],
    ["share([], x, x == 1)", null],
    ["share(Friends, t, t.source.party != t.target.party)", 1 / 3],
    ["neighbours('Friends', self)", ["Voter-2", "Voter-3"]],
    ["neighbours('Follows', self)", ["Voter-2"]],
    ["linked('Friends', self, arg.whom)", true],
    ["linked('Follows', self, arg.whom)", false],
    ["degree('Friends', arg.whom)", 2],
    ["distance('Friends', self, Voter[3])", 2],
    ["distance('Friends', self, Voter[4])", null],
    ["similar('Tax carbon!', 'tax CARBON')", 1],
    ["similar('a b', 'b c')", 0.5],
    ["similar('', 'x')", 0],
    ["text(2.5) + '!'", "2.5!"],
    ["text(self)", "Voter-1"],
    ["'Ab'.lowerAscii()", "ab"],
    ["upper('a')", "A"],
    ["'a,b'.split(',')", ["a", "b"]],
    ["['a', 'b'].join('-')", "a-b"],
    ["'hello'.contains('ell')", true],
    ["'hello'.startsWith('he')", true],
    ["'hello'.endsWith('x')", false],
    ["'hello'.matches('^h.*o$')", true],
    ["'hello'.substring(1, 3)", "el"],
    ["'aXbX'.replace('X', '')", "ab"],
    ["length('abc')", 3],
    ["clamp(7, -5, 5)", 5],
    ["round(2.5)", 3],
    ["round(-2.5)", -3],
    ["round(1.005, 2)", 1.01],
    ["round", 2],
    ["abs(-2)", 2],
    ["log(exp(1))", 1],
    ["log(1000, 10)", Math.log10(1000)],
    ["pow(2, 10)", 1024],
    ["sqrt(9)", 3],
    ["floor(-1.5)", -2],
    ["ceil(1.2)", 2],
    ["sign(-3)", -1],
    ["number('2.5')", 2.5],
    ["trim(' a ')", "a"],
    ["round(1e21)", 1e21],
    ["round(1.5e-7)", 0],
    ["round(-0.4)", 0],
  ])("%s is %j", (source, value) => {
    const found = evaluate(source);
    if (typeof value === "number") expect(found).toBeCloseTo(value, 12);
    else expect(found).toEqual(value);
  });
});
