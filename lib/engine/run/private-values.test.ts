import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeProblem, type Scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario, inspectScenario } from "./compile-scenario";
import { plausibleAnswer } from "./fixtures/answers";
import { minimal } from "./fixtures/opinion";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

/** An office in which everyone keeps minutes and a diary to themselves, and a code from all. */
const office = (parts: Partial<ScenarioDocument>): Scenario =>
  minimal({
    agents: {
      Colleague: {
        count: 4,
        profile: "You spent {{ self.minutes }} minutes.",
        attributes: {
          name: { type: "text", init: "'C' + self.id", visible: "public" },
          minutes: { type: "integer", init: "5", dynamic: true },
          diary: { type: "text", init: "'SECRET-' + self.id", dynamic: true },
          code: { type: "integer", init: "7", visible: "nobody", dynamic: true },
          shown: { type: "integer", init: "0", visible: "public", dynamic: true },
        },
      },
    },
    ...parts,
  } as never);

const offering = (inputs: object, effects: readonly object[] = []) =>
  office({
    actions: { ask: { prompt: "Whom?", inputs, effects } },
    phases: [{ id: "ask", decide: "Colleague", do: ["ask"] }],
  } as never);
const ruling = (...rules: readonly object[]) =>
  office({ phases: [{ id: "rules", rules }] } as never);
const refusals = (scenario: Scenario): string[] => checkScenario(scenario).map(describeProblem);

describe("a private value of others is refused where it would end in a prompt", () => {
  it.each([
    [
      "options",
      {
        whom: { type: "category", options: "Colleague.map(c, c.id + ' spent ' + text(c.minutes))" },
      },
    ],
    [
      "options by selection",
      { whom: { type: "category", options: "Colleague.filter(c, c.minutes > 3).map(c, c.name)" } },
    ],
    [
      "sorted options",
      { whom: { type: "category", options: "sort(Colleague, c, c.minutes).map(c, c.name)" } },
    ],
    [
      "options by condition",
      { whom: { type: "category", options: "Colleague.exists(c, c.minutes > 3) ? ['a'] : ['b']" } },
    ],
    ["a bound", { n: { type: "integer", min: 0, max: "max(Colleague, c, c.minutes)" } }],
    ["a count", { n: { type: "integer", min: "count(Colleague, c, c.minutes > 3)" } }],
    ["rows", { whom: { type: "ref", from: "Colleague.filter(c, c.minutes > 3)" } }],
    [
      "items of a list",
      {
        all: {
          type: "list",
          of: { type: "category", options: "Colleague.map(c, text(c.minutes))" },
        },
      },
    ],
    [
      "a bound by fold",
      { n: { type: "integer", min: 0, max: "fold(Colleague, c, t, 0, t + c.minutes)" } },
    ],
    [
      "a bound that starts a fold",
      { n: { type: "integer", min: 0, max: "fold(Colleague, c, t, self.code, t)" } },
    ],
    [
      "a bound by correlation",
      { n: { type: "number", min: "correlation(Colleague, c, c.minutes, c.shown)" } },
    ],
    [
      "groups",
      {
        whom: {
          type: "category",
          options: "groupBy(Colleague, c, c.minutes).map(g, g.elements[0].name)",
        },
      },
    ],
    [
      "distinct values",
      { whom: { type: "category", options: "distinct(Colleague.map(c, text(c.minutes)))" } },
    ],
    [
      "pairs",
      {
        whom: {
          type: "category",
          options: "zip(Colleague.map(c, c.minutes), range(4)).map(p, text(p.first))",
        },
      },
    ],
    [
      "a weighted choice",
      { whom: { type: "category", options: "[choice(Colleague, c, c.minutes).name]" } },
    ],
    [
      "a weighted sample",
      { whom: { type: "category", options: "sample(Colleague, 2, c, c.minutes).map(c, c.name)" } },
    ],
    [
      "the parameter of a draw",
      { n: { type: "integer", min: 0, max: "binomial(Colleague[0].minutes, 0.5)" } },
    ],
    ["shares", { n: { type: "number", min: "dirichlet(Colleague.map(c, c.minutes))[0]" } }],
    ["by index", { n: { type: "integer", min: 0, max: "Colleague[0].minutes" } }],
    ["what nobody knows, even of oneself", { n: { type: "integer", min: 0, max: "self.code" } }],
  ])("%s", (_, inputs) => {
    const [problem, ...others] = refusals(offering(inputs));
    expect(others).toEqual([]);
    expect(problem).toMatch(/`(minutes|code)` of Colleague/);
    expect(problem).toContain("reveal(…)");
    expect(problem).toMatch(/^\/actions\/ask\/inputs\//);
  });

  it.each([
    [
      "let",
      [
        {
          let: { m: "mean(Colleague, c, c.minutes)" },
          do: [{ tell: "Colleague", text: "{{ m }}" }],
        },
      ],
    ],
    [
      "let of let",
      [
        {
          let: { m: "Colleague.map(c, c.minutes)", n: "max(m)" },
          do: [{ tell: "Colleague", text: "{{ n }}" }],
        },
      ],
    ],
    [
      "a loop over a list",
      [
        {
          let: { all: "Colleague.map(c, c.diary)" },
          do: [{ tell: "Colleague", text: "{% for d in all %}{{ d }}{% endfor %}" }],
        },
      ],
    ],
    [
      "a condition of a template",
      [
        {
          let: { rich: "Colleague.exists(c, c.minutes > 3)" },
          do: [{ tell: "Colleague", text: "{% if rich %}x{% endif %}" }],
        },
      ],
    ],
    [
      "forEach over values",
      [
        {
          forEach: "Colleague.map(c, c.diary)",
          as: "d",
          do: [{ tell: "Colleague", text: "{{ d }}" }],
        },
      ],
    ],
    [
      "rows chosen by it",
      [
        {
          forEach: "Colleague.filter(c, c.minutes > 3)",
          as: "c",
          do: [{ tell: "Colleague", text: "{{ c.name }}" }],
        },
      ],
    ],
    [
      "an operator",
      [
        {
          run: "plurality@1",
          with: { ballots: "Colleague.map(c, c.diary)" },
          as: "vote",
          do: [{ tell: "Colleague", text: "{{ vote.winner }}" }],
        },
      ],
    ],
  ])("%s", (_, rules) => {
    const problems = refusals(ruling(...rules));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/`(minutes|diary)` of Colleague/);
    expect(problems[0]).toContain("reveal(…)");
  });

  it("an answer that was chosen from private options stays private", () => {
    const inputs = { mine: { type: "category", options: "[self.diary, 'nothing']" } };
    expect(refusals(offering(inputs))).toEqual([]);
    const shared = offering(inputs, [{ tell: "Colleague", text: "{{ arg.mine }}" }]);
    expect(refusals(shared)).toEqual([expect.stringContaining("`diary` of Colleague")]);
  });
});

describe("what the reader may know is accepted", () => {
  it.each([
    ["own values", { n: { type: "integer", min: 0, max: "self.minutes" } }],
    ["public values", { whom: { type: "category", options: "Colleague.map(c, c.name)" } }],
    [
      "revealed values",
      { n: { type: "integer", min: 0, max: "reveal(max(Colleague, c, c.minutes))" } },
    ],
    [
      "revealed parts",
      { whom: { type: "category", options: "Colleague.map(c, c.name + text(reveal(c.minutes)))" } },
    ],
  ])("%s", (_, inputs) => expect(refusals(offering(inputs))).toEqual([]));

  it("own values told to their owner, and to whom the rule chose", () => {
    expect(
      refusals(
        ruling({
          forEach: "Colleague.filter(c, c.minutes > 3)",
          as: "c",
          do: [
            { let: { m: "c.minutes * 2" }, do: [{ tell: "c", text: "{{ m }} {{ c.name }}" }] },
            { set: "c.minutes", to: "c.minutes + 1" },
          ],
        }),
      ),
    ).toEqual([]);
  });

  it("not those of another, told by a name that has moved on", () => {
    const rules = [
      { let: { m: "first(Colleague).minutes" }, do: [{ tell: "Colleague", text: "{{ m }}" }] },
    ];
    expect(refusals(ruling(...rules))).toHaveLength(1);
  });
});

describe("inspectScenario", () => {
  it("lists what is revealed, and what effects publish", () => {
    const { revelations, warnings } = inspectScenario(
      ruling(
        {
          let: { m: "reveal(mean(Colleague, c, c.minutes))" },
          do: [{ tell: "Colleague", text: "{{ m }}" }],
        },
        { forEach: "Colleague", as: "c", do: [{ set: "c.shown", to: "c.minutes + c.code" }] },
      ),
    );
    expect(revelations).toEqual([
      {
        pointer: "/phases/0/rules/0/let/m",
        position: { from: 7, length: 29 },
        attributes: ["Colleague.minutes"],
      },
      {
        pointer: "/phases/0/rules/1/do/0/to",
        attributes: ["Colleague.minutes", "Colleague.code"],
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it("warns of a reveal without need", () => {
    const { warnings } = inspectScenario(
      ruling({ let: { m: "reveal(1 + 1)" }, do: [{ tell: "Colleague", text: "{{ m }}" }] }),
    );
    expect(warnings.map(({ message }) => message)).toEqual([
      "`reveal` changes nothing here: `1 + 1` depends on nothing private.",
    ]);
  });

  it("keeps apart what stored documents may say: they compile and run", async () => {
    const scenario = offering({
      n: { type: "integer", min: 0, max: "max(Colleague, c, c.minutes)" },
    });
    expect(inspectScenario(scenario)).toMatchObject({
      problems: [],
      deprecations: [{ pointer: "/actions/ask/inputs/n/max" }],
    });
    const open = openSimulation(compileScenario(scenario), { parameters: {}, seed: 1 });
    expect((await simulate(open, plausibleAnswer)).decisions).toHaveLength(4);
  });
});

it("reveal changes no result, not even the steps that an expression takes", async () => {
  const run = (source: string) =>
    simulate(
      openSimulation(
        compileScenario(
          ruling({ forEach: "Colleague", as: "one", do: [{ set: "one.shown", to: source }] }),
        ),
        {
          parameters: {},
          seed: 3,
        },
      ),
      plausibleAnswer,
    );
  const source = "count(Colleague, c, c.minutes > uniform(0, 9))";
  expect((await run(`reveal(${source})`)).digest).toBe((await run(source)).digest);
});

/** Expressions of a text that may read what others keep private, in many ways. */
const text: fc.Arbitrary<string> = fc.letrec<{ text: string; list: string; truth: string }>(
  (tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("'x'", "self.name", "self.diary", "first(Colleague).diary"),
      tie("list").map((list) => `${list}.join(' ')`),
      fc.tuple(tie("text"), tie("text")).map(([a, b]) => `${a} + ${b}`),
      fc.tuple(tie("truth"), tie("text"), tie("text")).map(([t, a, b]) => `(${t} ? ${a} : ${b})`),
      tie("text").map((inner) => `lower(${inner})`),
      tie("text").map((inner) => `{'k': ${inner}}.k`),
    ),
    list: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("Colleague.map(c, c.name)", "Colleague.map(c, c.diary)", "['y']"),
      tie("text").map((inner) => `[${inner}]`),
      tie("text").map((inner) => `Colleague.map(c, ${inner} + c.name)`),
      tie("list").map((inner) => `shuffle(${inner})`),
    ),
    truth: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("true", "self.minutes > 3"),
      tie("text").map((inner) => `${inner}.contains('S')`),
    ),
  }),
).text;

it("no prompt of an accepted scenario without reveal holds a secret of another agent", async () => {
  let [accepted, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(text, text, async (options, shared) => {
      const scenario = offering({ pick: { type: "category", options: `[${options}]` } }, [
        { let: { note: shared }, do: [{ tell: "self", text: "You noted {{ note }}." }] },
        { tell: "Colleague", text: "Somebody chose." },
      ]);
      const twice = { ...scenario, rounds: 2 };
      const memory = { kind: "short", keep: 5, importance: "none" };
      for (const type of Object.values(twice.agents)) Object.assign(type, { memory });
      if (checkScenario(twice).length > 0) {
        refused += 1;
        return;
      }
      accepted += 1;
      const simulation = openSimulation(compileScenario(twice), { parameters: {}, seed: 1 });
      await simulate(simulation, (request) => {
        const prompt = request.messages.map(({ content }) => content).join("\n");
        const secrets = new Set(prompt.match(/secret-colleague-\d+/gi) ?? []);
        for (const secret of secrets)
          expect(secret.toLowerCase()).toBe(`secret-${request.affinity ?? ""}`.toLowerCase());
        return plausibleAnswer(request);
      });
    }),
    { numRuns: 150, seed: 1 },
  );
  expect(accepted).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
});
