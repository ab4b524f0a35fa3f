import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  scenario as scenarioSchema,
  type ScenarioDocument,
  type Value,
} from "@/lib/domain/scenario";
import { drawsFor } from "../random";
import { type Row, rowId } from "../base/row";
import { Compiler } from "../kit/compiler";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { tableDefinitions } from "../world/definition";
import { World } from "../world/world";
import { compileAttributes, makeRow, type RowPlan } from "./index";

const parties = (rows: readonly Row[]) => rows.map((row) => row["party"]);

type Attributes = NonNullable<ScenarioDocument["world"]>;

const party: Attributes[string] = {
  type: "category",
  options: ["left", "right"],
  init: { distribution: "categorical", weights: [1, 3] },
};

function compile(attributes: Attributes): {
  plan: RowPlan;
  problems: Compiler["problems"];
  world: World;
} {
  const scenario = scenarioSchema.parse({
    schema: "microcosm/scenario/1",
    name: "test",
    title: "Test",
    summary: "Test",
    instructions: "",
    rounds: 1,
    phases: [{ id: "p", rules: [] }],
    parameters: { mean: { type: "number", default: 2 } },
    agents: { Voter: { count: 1, profile: "", attributes } },
    tables: { Firm: { attributes: { wage: { type: "number" } } } },
  } satisfies ScenarioDocument);
  const compiler = new Compiler(scenario);
  const plan = compileAttributes(compiler.declaredTable("Voter")!, compiler);
  const world = new World(tableDefinitions(scenario));
  world.insert("Firm", { id: "Firm-1", wage: 10 });
  return { plan, problems: compiler.problems, world };
}

const contextOf = (world: World, id: string, mean = 2, seed = 1): EvaluationContext => ({
  world,
  vars: { param: { mean }, round: 0 },
  draws: drawsFor(seed, 0, "setup", id),
  budget: { steps: 10_000 },
});

function makeRows(
  attributes: Attributes,
  { n = 1, mean = 2, given = {} as Record<string, Value>, seed = 1 } = {},
): Row[] {
  const { plan, problems, world } = compile(attributes);
  expect(problems).toEqual([]);
  return Array.from({ length: n }, (_, i) =>
    makeRow(plan, {
      id: rowId("Voter", i + 1),
      context: contextOf(world, rowId("Voter", i + 1), mean, seed),
      given,
    }),
  );
}

const problemsOf = (attributes: Attributes) =>
  compile(attributes).problems.map(({ pointer, message }) => [
    pointer.replace("/agents/Voter/attributes", ""),
    message,
  ]);
const column = (rows: readonly Row[], name: string): number[] =>
  rows.map((row) => Number(row[name]));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the attributes of a row", () => {
  it("come from constants, expressions, earlier attributes and parameters", () => {
    const [row] = makeRows({
      five: { type: "number", init: 5 },
      yes: { type: "boolean", init: true },
      word: { type: "text", init: "'a' + 'b'" },
      tags: { type: "list", of: { type: "integer" }, init: { constant: [1, 2] } },
      firm: { type: "ref", to: "Firm", init: "first(Firm)" },
      sum: { type: "number", init: "self.five + param.mean + self.firm.wage + round" },
    });
    expect(row).toEqual({
      id: "Voter-1",
      five: 5,
      yes: true,
      word: "ab",
      tags: [1, 2],
      firm: "Firm-1",
      sum: 17,
    });
  });

  it("begin as null when they are dynamic and have no init", () => {
    const attributes: Attributes = {
      n: { type: "number", dynamic: true },
      i: { type: "integer", min: 18, dynamic: true },
      t: { type: "text", dynamic: true },
      b: { type: "boolean", dynamic: true },
      c: { type: "category", options: ["x", "y"], dynamic: true },
      r: { type: "ref", to: "Firm", dynamic: true },
      l: { type: "list", of: { type: "text" }, dynamic: true },
      has: { type: "boolean", init: "self.n == null || self.n > 0" },
    };
    expect(makeRows(attributes)[0]).toEqual({
      id: "Voter-1",
      n: null,
      i: null,
      t: null,
      b: null,
      c: null,
      r: null,
      l: null,
      has: true,
    });
  });

  it("are the given values, which later attributes read", () => {
    const attributes: Attributes = {
      a: { type: "number", init: 1 },
      b: { type: "number", init: "self.a + 1" },
      c: { type: "number", init: "self.b + 1" },
    };
    expect(
      makeRows(attributes, { given: { b: 7, end: "Firm-1" } as Record<string, Value> })[0],
    ).toEqual({ id: "Voter-1", a: 1, b: 7, c: 8, end: "Firm-1" });
  });

  it("are rounded and clamped when drawn, not when given", () => {
    const age = {
      type: "integer",
      min: 18,
      max: 90,
      init: { distribution: "normal", mean: 50, sd: 40 },
    } as const;
    const ages = column(makeRows({ age }, { n: 500 }), "age");
    expect(ages.every((value) => Number.isInteger(value) && value >= 18 && value <= 90)).toBe(true);
    expect([ages.includes(18), ages.includes(90)]).toEqual([true, true]);
    expect(() => makeRows({ age }, { given: { age: 17 } })).toThrow(
      "age must be at least 18, not 17",
    );
  });
});

describe("distributions of attributes", () => {
  it.each([
    ["uniform", { distribution: "uniform", min: 0, max: 4 }, 2],
    ["normal", { distribution: "normal", mean: "param.mean", sd: 1 }, 2],
    ["truncatedNormal", { distribution: "truncatedNormal", mean: 2, sd: 1, min: 1, max: 3 }, 2],
    ["lognormal", { distribution: "lognormal", meanLog: 0, sdLog: "0.5" }, Math.exp(0.125)],
    ["exponential", { distribution: "exponential", mean: "param.mean" }, 2],
    ["poisson", { distribution: "poisson", mean: "param.mean" }, 2],
  ] as const)("%s has its mean", (_, init, expected) => {
    expect(
      Math.abs(
        mean(column(makeRows({ x: { type: "number", init } }, { n: 4_000 }), "x")) - expected,
      ),
    ).toBeLessThan(0.12);
  });

  it("choose options and values by weight", () => {
    const rows = makeRows(
      {
        party,
        size: {
          type: "integer",
          init: { distribution: "categorical", weights: [1, 1], values: [10, 20] },
        },
      },
      { n: 2_000 },
    );
    expect(Math.abs(rows.filter((row) => row["party"] === "left").length - 500)).toBeLessThan(97);
    expect(Math.abs(mean(column(rows, "size")) - 15)).toBeLessThan(0.6);
  });

  it("choose by weights that are expressions of the parameters and of earlier attributes", () => {
    const attributes: Attributes = {
      old: { type: "boolean", init: "chance(0.5)" },
      party: {
        type: "category",
        options: ["left", "centre", "right"],
        init: { distribution: "categorical", weights: [1, "param.mean - 2", "self.old ? 3 : 0"] },
      },
    };
    const rows = makeRows(attributes, { n: 2_000 });
    const old = rows.filter((row) => row["old"] === true);
    const young = rows.filter((row) => row["old"] === false);
    expect(new Set(parties(young))).toEqual(new Set(["left"]));
    const left = old.filter((row) => row["party"] === "left").length;
    // A quarter, within four standard errors.
    expect(Math.abs(left / old.length - 0.25)).toBeLessThan(4 * Math.sqrt(0.1875 / old.length));
    expect(parties(makeRows(attributes, { n: 200, mean: 3 }))).toContain("centre");
  });

  it("choose the same by weights that are numbers or expressions of equal value", () => {
    const by = (weights: (number | string)[]) =>
      parties(
        makeRows(
          { party: { ...party, init: { distribution: "categorical", weights } } },
          { n: 99 },
        ),
      );
    expect(by(["1", "param.mean + 1"])).toEqual(by([1, 3]));
  });

  it("give integers equal probability for a uniform integer", () => {
    const rows = column(
      makeRows(
        { x: { type: "integer", init: { distribution: "uniform", min: 1, max: 3 } } },
        { n: 3_000 },
      ),
      "x",
    );
    for (const value of [1, 2, 3])
      expect(Math.abs(rows.filter((x) => x === value).length - 1_000)).toBeLessThan(130);
  });

  it("follow an earlier attribute through a table of cases", () => {
    const right = { given: "old", cases: { true: 2 }, otherwise: "1 + 2" };
    const income = {
      type: "number",
      init: { given: "party", cases: { left: { constant: 1 }, right } },
    } as const;
    const rows = makeRows(
      { party, old: { type: "boolean", init: "chance(0.5)" }, income },
      { n: 200 },
    );
    for (const row of rows)
      expect(row["income"]).toBe(row["party"] === "left" ? 1 : row["old"] === true ? 2 : 3);
  });
});

describe("common random numbers", () => {
  const attributes: Attributes = {
    party,
    opinion: { type: "number", init: { distribution: "normal", mean: "param.mean", sd: 1 } },
    luck: { type: "number", init: "uniform(0, 1) + uniform(0, 1)" },
    other: { type: "number", init: "uniform(0, 1) + uniform(0, 1)" },
  };

  it("are equal for two values of a parameter where it has no effect", () => {
    const [low, high] = [
      makeRows(attributes, { n: 50, mean: 0 }),
      makeRows(attributes, { n: 50, mean: 3 }),
    ];
    for (const [i, row] of low.entries()) {
      expect({ ...high[i]!, opinion: 0 }).toEqual({ ...row, opinion: 0 });
      expect(Number(high[i]!["opinion"]) - Number(row["opinion"])).toBeCloseTo(3, 9);
    }
  });

  it("do not depend on the number of rows, and differ between rows, attributes and seeds", () => {
    expect(makeRows(attributes, { n: 5 })).toEqual(makeRows(attributes, { n: 9 }).slice(0, 5));
    const rows = makeRows(attributes, { n: 100 });
    expect(new Set(column(rows, "luck")).size).toBe(100);
    expect(rows.some((row) => row["luck"] === row["other"])).toBe(false);
    expect(makeRows(attributes, { seed: 2 })).not.toEqual(makeRows(attributes));
  });
});

describe("an invalid init", () => {
  it("is reported with its location when the scenario is compiled", () => {
    expect(
      problemsOf({
        a: { type: "number", init: "self.b + 1" },
        b: { type: "number", init: "self.b" },
        c: { type: "text", init: { distribution: "normal", mean: 0, sd: 1 } },
        d: { type: "number", init: { distribution: "normal", mean: 0, sd: -1 } },
        e: {
          type: "category",
          options: ["x", "y"],
          init: { distribution: "categorical", weights: [1] },
        },
        f: { type: "text", init: { distribution: "categorical", weights: [1] } },
        g: { type: "integer", max: 5, init: { constant: 6 } },
        h: { type: "number", init: { distribution: "uniform", min: 0, max: "self.later" } },
        i: { type: "number", init: { given: "e", cases: { x: 1, z: 2 } } },
        j: { type: "number", init: { given: "later", cases: {} } },
        k: { type: "number", init: { written: "Write", maxLength: 100 } },
        l: { type: "text", init: { column: "name" } },
        m: {
          type: "category",
          options: ["x"],
          init: { distribution: "categorical", weights: [0, 1], values: ["x", "q"] },
        },
        n: { type: "text", init: "'self.later'" },
        r: {
          type: "category",
          options: ["x", "y"],
          dynamic: true,
          init: { distribution: "categorical", weights: ["self.later", "'1'"] },
        },
        s: {
          type: "category",
          options: ["x", "y"],
          dynamic: true,
          init: { distribution: "categorical", weights: [-1, "1"] },
        },
        o: { type: "integer", init: { distribution: "uniform", min: 0.2, max: 0.8 } },
        p: { type: "list", of: { type: "text" }, init: { constant: ["x", 5] } },
        later: { type: "number", init: 1 },
        q: { type: "number" },
      }),
    ).toEqual([
      ["/a/init", "`b` is declared after `a`: an init may use the attributes before it."],
      ["/b/init", "An attribute cannot begin with its own value."],
      ["/c/init/distribution", "A normal distribution gives numbers, and this is of type text."],
      ["/d/init/sd", "This cannot be negative."],
      ["/e/init/weights", "1 weight for 2 options: give one for each."],
      [
        "/f/init",
        "Say which `values` the weights are for: only categories have options of their own.",
      ],
      ["/g/init/constant", "6 is not between -∞ and 5."],
      ["/h/init/max", "`later` is declared after `h`: an init may use the attributes before it."],
      ["/i/init/cases/z", "Unknown option of `e`: `z`."],
      ["/i/init/cases", "No case for y: add one for each, or `otherwise`."],
      ["/j/init/given", "`later` must be declared before `j`."],
      ["/j/init/cases", "Add `otherwise` for all other values."],
      ["/k/init/written", "Only texts are written by the model, and this is of type number."],
      ["/l/init/column", "`Voter` has no dataset whose column this could be."],
      ["/m/init/values/1", '"q" is not one of x.'],
      [
        "/r/init/weights/0",
        "`later` is declared after `r`: an init may use the attributes before it.",
      ],
      ["/r/init/weights/1", "The result must be a number, and `'1'` is a text."],
      ["/s/init/weights", "A weight must be zero or more, not -1."],
      ["/o/init", "There is no whole number from 0.2 to 0.8."],
      ["/p/init/constant", "5 is not a text."],
      [
        "/q",
        "`q` would be the same for all and never change: give it an `init`, or make it `dynamic`.",
      ],
    ]);
  });

  it("is reported with its location when it fails only in a run", () => {
    const failing: [Attributes, string, string][] = [
      [
        { a: { type: "number", init: { distribution: "normal", mean: 0, sd: "0 - param.mean" } } },
        "/a/init",
        "The sd of a normal distribution must be zero or more, not -2.",
      ],
      [
        {
          a: {
            type: "category",
            options: ["x", "y"],
            init: { distribution: "categorical", weights: [0, "param.mean - 2"] },
          },
        },
        "/a/init/weights",
        "The weights must not all be zero.",
      ],
      [
        {
          a: {
            type: "category",
            options: ["x", "y"],
            init: { distribution: "categorical", weights: [1, "0 - param.mean"] },
          },
        },
        "/a/init/weights",
        "A weight must be zero or more, not -2.",
      ],
      [
        {
          a: {
            type: "category",
            options: ["x", "y"],
            init: { distribution: "categorical", weights: [1, "1 / (param.mean - 2)"] },
          },
        },
        "/a/init/weights/1",
        "The result is not a finite number.",
      ],
      [
        { a: { type: "number", init: "1 / (param.mean - 2)" } },
        "/a/init",
        "a must be a finite number",
      ],
      [
        {
          a: { type: "boolean", dynamic: true },
          b: { type: "text", init: { given: "a", cases: { true: "'x'", false: "'y'" } } },
        },
        "/b/init",
        "There is no case for a = null",
      ],
      [
        { a: { type: "ref", to: "Firm", init: { constant: "Firm-9" } } },
        "/a/init",
        "a row of Firm that exists",
      ],
    ];
    for (const [attributes, pointer, message] of failing) {
      const { plan, problems, world } = compile(attributes);
      expect(problems).toEqual([]);
      const make = () => makeRow(plan, { id: "Voter-1", context: contextOf(world, "Voter-1") });
      expect(make).toThrow(ScenarioRuntimeError);
      expect(make).toThrow(message);
      try {
        make();
      } catch (error) {
        expect((error as ScenarioRuntimeError).pointer).toBe(`/agents/Voter/attributes${pointer}`);
      }
    }
  });
});

describe("a large population", () => {
  it("stays within its bounds for all parameters", () => {
    const { plan, world } = compile({
      x: {
        type: "number",
        min: -5,
        max: 5,
        init: { distribution: "normal", mean: "param.mean", sd: 2 },
      },
    });
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), fc.nat(), (centre, seed) => {
        expect(
          Math.abs(
            Number(
              makeRow(plan, { id: "Voter-1", context: contextOf(world, "Voter-1", centre, seed) })[
                "x"
              ],
            ),
          ),
        ).toBeLessThanOrEqual(5);
      }),
    );
  });

  it("creates 20,000 agents with five attributes in linear time", () => {
    const attributes: Attributes = {
      age: {
        type: "integer",
        init: { distribution: "truncatedNormal", mean: 45, sd: 17, min: 18, max: 90 },
      },
      party,
      opinion: { type: "number", init: "clamp(normal(self.party == 'left' ? -2 : 2, 1.5), -5, 5)" },
      income: {
        type: "number",
        init: {
          given: "party",
          cases: { left: { distribution: "lognormal", meanLog: 1, sdLog: 1 }, right: 3 },
        },
      },
      posts: { type: "integer", init: { distribution: "poisson", mean: "param.mean" } },
    };
    // 0.2 s on an idle core; in quadratic time the test would time out.
    expect(makeRows(attributes, { n: 20_000 })).toHaveLength(20_000);
  });
});
