import { describe, expect, test } from "vitest";
import {
  type Definition,
  listOf,
  NUMBER,
  rowOf,
  type Schema,
  TEXT,
  type Type,
} from "../base/types";
import { compileExpression } from "./compile";
import { checkDefinition, findCycle } from "./definitions";
import { NAMES, sampleScope, sampleWorld, SCHEMA } from "./fixtures/test-world";

const define = (
  source: string,
  params: Readonly<Record<string, Type>> = {},
  returns?: Type,
): Definition => ({
  source,
  params: Object.entries(params).map(([name, type]) => ({ name, type })),
  returns,
});

const VOTER = rowOf("Voter");
const DEFINITIONS = {
  doubled: define("x * 2", { x: NUMBER }),
  fourfold: define("doubled(doubled(x))", { x: NUMBER }),
  younger: define("count(Voter, v, v.age < age)", { age: NUMBER }),
  posts: define("Post.filter(p, p.author == who)", { who: VOTER }, listOf(rowOf("Post"))),
  wrote: define("post.author == who", { post: rowOf("Post"), who: VOTER }),
  roll: define("uniform(0, 1)", {}),
  twice: define("x + x", { x: NUMBER }),
  partnerAge: define("who.partner.age", { who: VOTER }),
  price: define("world.price * round + param.voters"),
  later: define("fourfold(three())"),
  three: define("3"),
  level: define("x < 'mid'", {
    x: { kind: "text", options: ["low", "mid", "high"], scale: "ordered" },
  }),
};
const WITH: Schema = { ...SCHEMA, definitions: DEFINITIONS };

function evaluate(source: string, schema = WITH) {
  const result = compileExpression(source, schema, NAMES);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join(" "));
  const scope = sampleScope();
  const value = result.compiled.evaluate(scope);
  return {
    value: JSON.stringify(value),
    requested: scope.draws.requested,
    steps: scope.budget.steps,
    looks: [scope.world.scanned, scope.world.lookedUp],
  };
}

const problems = (source: string, names = NAMES, schema = WITH) => {
  const result = compileExpression(source, schema, names);
  return result.ok ? [] : result.problems.map(({ message }) => message);
};

describe("a call means what its body would in its place", () => {
  test.each([
    ["doubled(self.age)", "self.age * 2"],
    ["self.age.doubled()", "self.age * 2"],
    ["fourfold(3)", "12"],
    ["later()", "12"],
    ["posts(self)", "Post.filter(p, p.author == self)"],
    ["count(posts(self.partner))", "count(Post.filter(p, p.author == self.partner))"],
    ["Post.filter(p, wrote(p, self))", "Post.filter(p, p.author == self)"],
    ["Voter.map(v, count(posts(v)))", "Voter.map(v, count(Post.filter(p, p.author == v)))"],
    ["price()", "world.price * round + param.voters"],
    ["has(posts(self)[0].author)", "has(Post.filter(p, p.author == self)[0].author)"],
    ["roll() + roll() + uniform(0, 1)", "uniform(0, 1) + uniform(0, 1) + uniform(0, 1)"],
    ["Voter.map(v, roll())", "Voter.map(v, uniform(0, 1))"],
    ["level('low')", "true"],
    ["level('high')", "false"],
  ])("%s is %s: the same value, draws, steps and look-ups", (call, inlined) => {
    expect(evaluate(call)).toEqual(evaluate(inlined));
  });

  test("each draw of two calls is another, also in an argument", () => {
    expect(evaluate("twice(roll())").requested).toEqual(["uniform:1#0"]);
    expect(evaluate("doubled(roll()) - doubled(roll())").requested).toEqual([
      "uniform:1#0",
      "uniform:2#0",
    ]);
    expect(Number(evaluate("roll() - roll()").value)).not.toBe(0);
  });

  test("an argument that takes work is evaluated once, not for each element", () => {
    const { value, looks } = evaluate("younger(mean(Voter, v, v.age))");
    expect(value).toBe("2");
    expect(looks).toEqual([2 * (sampleWorld().tables.Voter ?? []).length, 0]);
    expect(evaluate("Voter.map(v, younger(v.age + 1))").value).toBe("[1,2,3,4,5]");
  });

  test("an error names the definition", () => {
    expect(() => evaluate("partnerAge(Voter[2])")).toThrow(
      "In the definition `partnerAge`: `who.partner` is null and has no `age`. In " +
        "`who.partner.age`",
    );
  });
});

describe("a wrong call is a problem at its place", () => {
  test.each([
    ["doubled()", "Write `doubled` as `doubled(x)`."],
    ["posts(self, 2)", "Write `posts` as `posts(who)`."],
    ["doubled('a')", "The x of `doubled` must be a number, and `'a'` is a text."],
    [
      "posts(Post[0])",
      "The who of `posts` must be a row of Voter, and `Post[0]` is a row of Post.",
    ],
    ["level('none')", "The x of `level` can be low, mid, high, but not `none`."],
    ["count(posts)", "`posts` is a definition: write `posts(who)`."],
    ["dubled(2)", "Unknown function: `dubled`."],
    ["doubled(2) + 'a'", expect.stringContaining("a number")],
  ])("%s", (source, message) => expect(problems(source)).toEqual([message]));

  test("what its place lacks is said there", () => {
    const names = { param: NAMES["param"] ?? NUMBER };
    expect(problems("price()", names, { ...WITH, tables: {} })).toEqual([
      "`price` cannot be used here: `world` is not defined here.",
    ]);
  });

  test("a chain of definitions that doubles at each step is stopped", () => {
    const steps = Array.from({ length: 40 }, (_, index) => [
      `d${index + 1}`,
      define(`d${index}(x) + d${index}(x)`, { x: NUMBER }),
    ]);
    const definitions = { ...Object.fromEntries(steps), d0: define("x", { x: NUMBER }) };
    expect(problems("d40(1)", NAMES, { ...SCHEMA, definitions })).toEqual([
      expect.stringContaining("this leads to more than 500 calls of definitions"),
    ]);
    const deep = Array.from({ length: 450 }, (_, index) => [
      `d${index + 1}`,
      define(`d${index}(x)`, { x: NUMBER }),
    ]);
    expect(
      problems("d450(1)", NAMES, {
        ...SCHEMA,
        definitions: { ...Object.fromEntries(deep), d0: define("x", { x: NUMBER }) },
      }),
    ).toEqual([expect.stringContaining("nested too deeply")]);
  });
});

describe("checkDefinition", () => {
  const check = (definition: Definition) =>
    checkDefinition("mine", {
      definition,
      schema: { ...WITH, definitions: { ...DEFINITIONS, mine: definition } },
      names: { world: rowOf("world"), round: NUMBER },
    });

  test.each([
    [define("who.agee", { who: VOTER }), "Voter has no attribute `agee`."],
    [define("self.age"), "`self` is not defined here."],
    [
      define("'a' + text(x)", { x: NUMBER }, NUMBER),
      "The value of `mine` must be a number, and `'a' + text(x)` is a text.",
    ],
    [define("x +", { x: NUMBER }), expect.stringContaining("missing")],
    [define("doubled(x)", { x: TEXT }), expect.stringContaining("must be a number")],
  ])("%j", (definition, message) => {
    expect(check(definition).problems.map((problem) => problem.message)).toEqual([message]);
  });

  test("warns of a needless reveal, but not of one around a parameter", () => {
    expect(check(define("reveal(x)", { x: NUMBER })).notes.warnings).toEqual([]);
    expect(check(define("reveal(1 + 1)")).notes.warnings).toHaveLength(1);
  });
});

test("findCycle follows calls of calls", () => {
  const definitions = {
    a: define("b() + 1"),
    b: define("c() + c()"),
    c: define("min([b(), 2])"),
    d: define("d()"),
  };
  const schema = { ...SCHEMA, definitions };
  expect(findCycle("a", schema)).toBeUndefined();
  expect(findCycle("b", schema)).toEqual(["b", "c", "b"]);
  expect(findCycle("d", schema)).toEqual(["d", "d"]);
});
