import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeProblem,
  parseScenario,
  type Scenario,
  type ScenarioDocument,
} from "@/lib/domain/scenario";
import { checkScenario, compileScenario, inspectScenario } from "./compile-scenario";
import { plausibleAnswer } from "./fixtures/answers";
import { minimal } from "./fixtures/opinion";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

type Definitions = NonNullable<ScenarioDocument["define"]>;

const STAFF: ScenarioDocument["agents"] = {
  Worker: {
    count: 6,
    profile: "You earn {{ self.wage }}.",
    memory: { kind: "short", keep: 3 },
    attributes: {
      wage: { type: "number", init: { distribution: "uniform", min: 10, max: 50 }, dynamic: true },
      grade: {
        type: "category",
        options: ["low", "mid", "high"],
        ordered: true,
        init: { distribution: "categorical", weights: [1, 1, 1] },
        visible: "public",
      },
      mentor: { type: "ref", to: "Worker", visible: "public", dynamic: true },
      shown: { type: "number", init: 0, visible: "public", dynamic: true },
    },
  },
};
const WORKER = { type: "ref", to: "Worker" } as const;
const AMOUNT = { type: "number" } as const;

const office = (define: Definitions, parts: Partial<ScenarioDocument> = {}): Scenario =>
  minimal({ agents: STAFF, define, ...parts });
const problems = (define: Definitions, parts: Partial<ScenarioDocument> = {}): string[] =>
  checkScenario(office(define, parts)).map(describeProblem);
const measured = (...values: readonly string[]): Partial<ScenarioDocument> => ({
  measures: Object.fromEntries(values.map((value, index) => [`m${index}`, { value }])),
});
const run = (scenario: Scenario, seed = 1) =>
  simulate(openSimulation(compileScenario(scenario), { parameters: {}, seed }), plausibleAnswer);

describe("a definition is checked once, where it stands", () => {
  it.each<[string, Definitions, string]>([
    [
      "an attribute that its parameter lacks",
      { pay: { params: { who: WORKER }, value: "who.wagee" } },
      "/define/pay/value: Worker has no attribute `wagee`. (did you mean wage?)",
    ],
    ["self", { pay: { value: "self.wage" } }, "/define/pay/value: `self` is not defined here."],
    [
      "a value of another type",
      { pay: { returns: { type: "text" }, value: "1 + 1" } },
      "/define/pay/value: The value of `pay` must be a text, and `1 + 1` is a number.",
    ],
    [
      "a table that is not there",
      { pay: { params: { who: { type: "list", of: { type: "ref", to: "Wroker" } } }, value: "1" } },
      "/define/pay/params/who/of/to: Unknown table: `Wroker`. (did you mean Worker?)",
    ],
    [
      "recursion",
      { a: { value: "b()" }, b: { value: "1 + a()" } },
      "/define/a/value: `a` leads back to itself (a → b → a): a definition cannot use itself.",
    ],
    [
      "the name of a function",
      { mean: { value: "1" } },
      "/define/mean: `mean` is already a function of expressions.",
    ],
    [
      "the name of a filter",
      { upcase: { value: "1" } },
      "/define/upcase: `upcase` is already a filter of templates.",
    ],
    [
      "the name of an agent type",
      { Worker: { value: "1" } },
      "/define/Worker: `Worker` is already the name of an agent type, table, network or " +
        "conversation.",
    ],
    [
      "a parameter with the name of an agent type",
      { pay: { params: { Worker: WORKER }, value: "Worker.wage" } },
      "/define/pay/params/Worker: `Worker` is already the name of an agent type, table, network " +
        "or conversation.",
    ],
    [
      "a parameter with a reserved name",
      { pay: { params: { self: WORKER }, value: "self.wage" } },
      "/define/pay/params/self: `self` already has a meaning: choose another name.",
    ],
  ])("%s", (_, define, problem) => {
    expect(problems(define, measured("a()", "pay(first(Worker))"))).toContain(problem);
  });

  it("stored scenarios keep one whose name a function has got since", async () => {
    const define: Definitions = {
      count: { params: { x: AMOUNT }, value: "x + 1" },
      upcase: { params: { x: AMOUNT }, value: "x + 0.5" },
    };
    const scenario = office(define, {
      ...measured("count(41)"),
      phases: [{ id: "say", rules: [{ tell: "Worker[0]", text: "{{ 1 | upcase }}" }] }],
    });
    expect(inspectScenario(scenario)).toMatchObject({
      problems: [],
      deprecations: [{ pointer: "/define/count" }, { pointer: "/define/upcase" }],
    });
    const { commits } = await run(scenario);
    expect(commits.flatMap(({ measures }) => measures).at(-1)?.value).toBe(42);
    expect(commits.flatMap(({ memories }) => memories)[0]?.text).toBe("1.5");
  });

  it("and its mistakes are not repeated at its calls", () => {
    const define: Definitions = { pay: { params: { who: WORKER }, value: "who.wagee + 1" } };
    expect(problems(define, measured("pay(Worker[0])", "pay(Worker[1]) > 2"))).toHaveLength(1);
  });

  it("a wrong call is a problem of the call", () => {
    const define: Definitions = { pay: { params: { who: WORKER }, value: "who.wage" } };
    expect(problems(define, measured("pay()", "pay(3)", "pya(Worker[0])"))).toEqual([
      "/measures/m0/value: Write `pay` as `pay(who)`.",
      "/measures/m1/value: The who of `pay` must be a row of Worker, and `3` is a number.",
      "/measures/m2/value: Unknown function: `pya`. (did you mean pay?)",
    ]);
  });

  it("the number of rounds can use what reads parameters only", () => {
    const parameters = { weeks: { type: "integer", default: 2 } } as const;
    const define: Definitions = { days: { value: "param.weeks * 7" }, now: { value: "round" } };
    const parts = { parameters, ...measured("days()", "now()") };
    expect(problems(define, { ...parts, rounds: "days()" })).toEqual([]);
    expect(problems(define, { ...parts, rounds: "now()" })).toEqual([
      "/rounds: `now` cannot be used here: `round` is not defined here.",
    ]);
  });

  it("an init cannot use one that reads what is made later", () => {
    const define: Definitions = {
      staff: { value: "count(Worker)" },
      half: { value: "staff() / 2" },
    };
    const tables: ScenarioDocument["tables"] = {
      Desk: { count: 2, attributes: { near: { type: "number", init: "half()" } } },
    };
    expect(problems(define, { tables })).toEqual([
      expect.stringMatching(
        /^\/tables\/Desk\/attributes\/near\/init: `staff` cannot be used here: `Worker` is not there/,
      ),
    ]);
  });
});

describe("inspectScenario", () => {
  const warnings = (define: Definitions, parts: Partial<ScenarioDocument>) =>
    inspectScenario(office(define, parts)).warnings.map(
      ({ pointer, message }) => `${pointer}: ${message}`,
    );

  it("warns of definitions that nothing uses, not even another that is used", () => {
    const define: Definitions = {
      one: { value: "1" },
      two: { value: "one() + one()" },
      three: { value: "3" },
      four: { value: "three() + 1" },
      shown: { params: { n: AMOUNT }, value: "n + 1" },
      plain: { value: "5" },
    };
    const phases: ScenarioDocument["phases"] = [
      { id: "say", rules: [{ tell: "Worker", text: "{{ round | shown }} of {{ plain }}" }] },
    ];
    expect(warnings(define, { phases, ...measured("two()") })).toEqual([
      "/define/three: Nothing uses the definition `three`.",
      "/define/four: Nothing uses the definition `four`.",
    ]);
  });

  it("lists what a definition reveals, by the attributes of all its calls", () => {
    const define: Definitions = {
      open: { params: { x: AMOUNT }, value: "reveal(x)" },
      pay: { value: "reveal(mean(Worker, w, w.wage))" },
    };
    const rules = [
      { let: { m: "open(Worker[0].wage)" }, do: [{ tell: "Worker", text: "{{ m }} {{ pay }}" }] },
    ];
    expect(inspectScenario(office(define, { phases: [{ id: "say", rules }] }))).toMatchObject({
      problems: [],
      deprecations: [],
      warnings: [],
      revelations: [
        { pointer: "/define/open/value", attributes: ["Worker.wage"] },
        { pointer: "/define/pay/value", attributes: ["Worker.wage"] },
      ],
    });
  });
});

describe("privacy goes through a definition", () => {
  const define: Definitions = {
    pay: { params: { who: WORKER }, value: "who.wage * 1" },
    rank: { params: { x: AMOUNT }, value: "count(Worker, w, w.shown > x)" },
    mean_pay: { value: "mean(Worker, w, w.wage)" },
    same: { params: { x: AMOUNT }, value: "x" },
  };
  const telling = (to: string, text: string) =>
    problems(define, {
      phases: [
        { id: "say", rules: [{ forEach: "Worker", as: "w", do: [{ tell: to, text }] }] },
        { id: "ask", decide: "Worker", do: ["ask"] },
      ],
      actions: { ask: { prompt: "{{ self | pay }}", inputs: { n: { type: "number" } } } },
    });

  it("own values may be shown", () => {
    expect(telling("w", "{{ w | pay }} {{ w | pay | same | round: 1 }}")).toEqual([]);
  });

  it.each([
    "{{ w | pay }}",
    "{{ mean_pay }}",
    "{% assign x = w | pay %}",
    "{% if mean_pay > 3 %}rich{% endif %}",
    "{% for o in Worker %}{{ o | pay }}{% endfor %}",
    "{{ w.mentor | pay }}",
  ])("others' may not: %s", (text) => {
    expect(telling("Worker", text)).toEqual([
      expect.stringContaining("depends on `wage` of Worker"),
    ]);
  });

  it.each([
    ["max", "pay(Worker[0])", "Worker[0].wage * 1"],
    ["max", "pay(self)", "self.wage * 1"],
    ["max", "rank(self.mentor.wage)", "count(Worker, w, w.shown > self.mentor.wage)"],
    ["max", "rank(self.shown)", "count(Worker, w, w.shown > self.shown)"],
    ["max", "rank(mean_pay())", "count(Worker, w, w.shown > mean(Worker, v, v.wage))"],
    ["max", "same(same(mean_pay()) + 1)", "mean(Worker, w, w.wage) + 1"],
  ])("in bounds as if it stood there: %s %s", (bound, call, inlined) => {
    const refusals = (source: string) =>
      checkScenario(
        office(define, {
          actions: { ask: { prompt: "?", inputs: { n: { type: "number", [bound]: source } } } },
          phases: [{ id: "ask", decide: "Worker", do: ["ask"] }],
        } as Partial<ScenarioDocument>),
      ).map(describeProblem);
    expect(refusals(call)).toEqual(refusals(inlined));
  });
});

describe("in a template", () => {
  const define: Definitions = {
    double: { params: { x: AMOUNT }, value: "x * 2" },
    above: { params: { who: WORKER, least: AMOUNT }, value: "who.shown >= least" },
    names: { params: { all: { type: "list", of: WORKER } }, value: "all.map(w, w.id)" },
    older: {
      params: { who: { ...WORKER, optional: true } },
      value: "who == null ? 'none' : who.id",
    },
    noise: { params: { x: AMOUNT }, value: "x + uniform(0, 1)" },
    limit: { value: "round + 40" },
  };
  const messageOf = async (text: string): Promise<string> => {
    const { commits } = await run(
      office(define, { phases: [{ id: "say", rules: [{ tell: "Worker[0]", text }] }] }),
    );
    return commits
      .flatMap(({ memories }) => memories)
      .map((memory) => memory.text)
      .join("");
  };

  it.each([
    ["{{ 21 | double }} {{ 2 | double | double | plus: 1 }}", "42 9"],
    ["{{ limit }}", "41"],
    ["{% if Worker[0] | above: 0 %}yes{% endif %}", "yes"],
    ["{{ Worker | names | join: '+' }}", "Worker-1+Worker-2+Worker-3+Worker-4+Worker-5+Worker-6"],
    ["[{{ Worker[0].mentor | above: 1 }}]", "[]"],
    ["{{ Worker[0].mentor | older }}", "none"],
  ])("%s", async (text, expected) => {
    expect(await messageOf(text)).toBe(expected);
  });

  it.each([
    ["{{ 1 | double: 2 }}", "Write `double` as `{{ x | double }}`."],
    ["{{ double }}", "Write `double` as `{{ x | double }}`."],
    ["{{ Worker[0] | above }}", "Write `above` as `{{ who | above: least }}`."],
    ["{{ 'a' | double }}", "The x of `double` must be a number, and this is a text."],
    ["{{ 1 | noise }}", expect.stringContaining("draws random numbers, which a template cannot")],
    ["{{ 1 | duble }}", "Unknown filter: `duble`."],
  ])("a wrong use is a problem: %s", (text, message) => {
    const found = checkScenario(
      office(define, { phases: [{ id: "say", rules: [{ tell: "Worker", text }] }] }),
    );
    expect(found.map((problem) => problem.message)).toEqual([message]);
  });
});

/** Bodies of numbers over a worker `who` and a number `x`, and what calls them. */
const body: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom(
      "x",
      "who.wage",
      "round",
      "world.level",
      "count(Worker, w, w.wage < who.wage)",
      "sum(Worker.filter(w, w.mentor == who).map(w, w.wage + x))",
      "uniform(0, 1)",
      "normal(0, 1)",
      "(chance(0.5) ? x : 1)",
      "(who.grade < 'high' ? x : world.level)",
    ),
    fc
      .tuple(tie("tree"), fc.constantFrom("+", "-"), tie("tree"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie("tree").map((inner) => `clamp(${inner}, -50, 50)`),
  ),
})).tree;

const ARGUMENTS = ["2", "world.level", "p.wage", "p.shown"];

describe("inlining definitions by hand", () => {
  it("gives the same digest, draws included", async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        body,
        fc.constantFrom(...ARGUMENTS),
        fc.nat(1000),
        async (first, second, amount, seed) => {
          const inline = (source: string, x: string): string =>
            source.replace(/\bx\b/g, x).replace(/\bwho\b/g, "p");
          const scenario = (value: (name: "f" | "g") => string) =>
            minimal({
              agents: STAFF,
              rounds: 2,
              world: { level: { type: "number", init: 3, dynamic: true } },
              define: {
                f: { params: { who: WORKER, x: AMOUNT }, returns: AMOUNT, value: first },
                g: { params: { x: AMOUNT, who: WORKER }, value: `f(who, x) + (${second})` },
              },
              phases: [
                {
                  id: "rules",
                  rules: [
                    {
                      forEach: "Worker",
                      as: "p",
                      do: [
                        { set: "p.mentor", to: "choice(Worker)" },
                        { set: "p.shown", to: `clamp(${value("f")}, -50, 50)` },
                        { set: "p.wage", to: `clamp(${value("g")}, -50, 50)` },
                        { set: "world.level", to: "p.shown - 1" },
                      ],
                    },
                  ],
                },
              ],
              measures: { level: { value: "world.level" } },
            });
          const called = await run(
            scenario((name) => (name === "f" ? `f(p, ${amount})` : `g(${amount}, p)`)),
            seed,
          );
          const inlined = await run(
            scenario((name) =>
              name === "f"
                ? `(${inline(first, amount)})`
                : `(${inline(first, amount)} + (${inline(second, amount)}))`,
            ),
            seed,
          );
          expect(called.digest).toBe(inlined.digest);
          expect(called.commits.length).toBeGreaterThan(2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("leaves a document without definitions as it is", () => {
    const parsed = parseScenario(office({ one: { value: 1 } }, measured("one()")));
    expect(parsed.ok && parsed.scenario.define).toEqual({ one: { params: {}, value: 1 } });
    const again = parseScenario(minimal({}));
    expect(again.ok && "define" in again.scenario).toBe(false);
  });
});
