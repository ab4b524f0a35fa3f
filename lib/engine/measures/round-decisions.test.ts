import { describe, expect, it } from "vitest";
import { describeProblem, type ScenarioDocument } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "../run/compile-scenario";
import { minimal } from "../run/fixtures/opinion";
import { withCrashes } from "../run/fixtures/with-crashes";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

const GAME: Partial<ScenarioDocument> = {
  rounds: 2,
  agents: {
    Person: { count: 4, profile: "", attributes: { age: { type: "integer", init: "20 + round" } } },
    Bank: { count: 1, profile: "" },
  },
  tables: { Pot: { count: 2, attributes: { size: { type: "number", init: 3 } } } },
  actions: {
    give: {
      prompt: "Give?",
      inputs: { amount: { type: "integer", min: 0, max: 9 }, pot: { type: "ref", from: "Pot" } },
      require: "arg.amount != 7",
    },
    keep: { prompt: "Keep all." },
  },
  questionnaires: { mood: { items: { glad: { type: "boolean" } } } },
  phases: [
    { id: "play", decide: "Person", do: ["give", "keep"] },
    { id: "pay", rules: [] },
    { id: "ask", ask: "mood", who: "Person" },
  ],
  measures: {
    gave: { value: "count(decisions.give)" },
    mean: { value: "mean(decisions.give.map(d, d.amount))" },
    sizes: { value: "sum(decisions.give.map(d, d.pot.size))" },
    ages: { value: "sum(decisions.give.map(d, d.agent.age))" },
    glad: { value: "share(decisions.mood, d, d.glad)" },
  },
};

/** Gives 2, gives 7 (rejected), gives nothing, and answers out of bounds. */
const answers = [
  '{"choice": {"action": "give", "amount": 2, "pot": "Pot-2"}}',
  '{"choice": {"action": "give", "amount": 7, "pot": "Pot-1"}}',
  '{"choice": {"action": "keep"}}',
  '{"choice": {"action": "give", "amount": 99, "pot": "Pot-1"}}',
];

const play = (
  wrap: (open: () => ReturnType<typeof openSimulation>) => ReturnType<typeof openSimulation>,
) => {
  const compiled = compileScenario(minimal(GAME));
  return simulate(
    wrap(() => openSimulation(compiled, { parameters: {}, seed: 1 })),
    (request) =>
      request.messages.at(-1)?.content.includes("glad")
        ? `{"glad": ${request.affinity === "Person-1"}}`
        : (answers[Number(request.affinity.slice(-1)) - 1] ?? ""),
  );
};

describe("measures of decisions", () => {
  it("see the carried-out decisions of the round, with their answers and rows", async () => {
    const { commits } = await play((open) => open());
    const round = (wanted: number) =>
      Object.fromEntries(
        commits
          .flatMap(({ measures }) => measures)
          .filter((measure) => measure.round === wanted)
          .map(({ name, value }) => [name, value]),
      );
    expect(round(0)).toMatchObject({ gave: 0, glad: null });
    for (const each of [1, 2])
      expect(round(each)).toEqual({ gave: 1, mean: 2, sizes: 3, ages: 20, glad: 0.25 });
  });

  it("tell an answer of none from no answer", async () => {
    const heard = "decisions.news.filter(d, d.heard != null)";
    const compiled = compileScenario(
      minimal({
        rounds: 1,
        agents: { Person: { count: 4, profile: "" } },
        actions: {},
        questionnaires: {
          news: {
            items: {
              heard: {
                type: "list",
                of: { type: "category", options: ["rain", "wind"] },
                optional: true,
              },
            },
          },
        },
        phases: [{ id: "ask", ask: "news", who: "Person" }],
        measures: {
          asked: { value: "count(decisions.news)" },
          none: { value: `count(${heard}, d, size(d.heard) == 0)` },
          unanswered: { value: "count(decisions.news, d, d.heard == null)" },
          rain: { value: `share(${heard}, d, 'rain' in d.heard)` },
        },
      }),
    );
    // The last answer is not valid, and so no decision.
    const given = [
      '{"heard": []}',
      '{"heard": null}',
      '{"heard": ["rain"]}',
      '{"heard": ["snow"]}',
    ];
    const { commits } = await simulate(
      openSimulation(compiled, { parameters: {}, seed: 1 }),
      ({ affinity }) => given[Number(affinity.slice(-1)) - 1] ?? "",
    );
    const last = commits.flatMap(({ measures }) => measures).filter(({ round }) => round === 1);
    expect(Object.fromEntries(last.map(({ name, value }) => [name, value]))).toEqual({
      asked: 3,
      none: 1,
      unanswered: 1,
      rain: 0.5,
    });
  });

  it("are the same in a process that made none of the decisions", async () => {
    const [calm, dying] = [
      await play((open) => open()),
      await play((open) => withCrashes(open, () => true)),
    ];
    expect(dying.commits.map(({ measures, digest }) => [measures, digest])).toEqual(
      calm.commits.map(({ measures, digest }) => [measures, digest]),
    );
  });

  it("are checked like other expressions", () => {
    const wrong = {
      ...GAME,
      measures: {
        a: { value: "count(decisions.giv)" },
        b: { value: "sum(decisions.give.map(d, d.amuont))" },
        c: { value: "mean(decisions.mood.map(d, d.glad))" },
      },
    };
    const problems = checkScenario(minimal(wrong)).map(describeProblem);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^\/measures\/a\/value: .*giv.*give/);
    expect(problems[1]).toMatch(/^\/measures\/b\/value: .*amuont.*amount/);
    const elsewhere = {
      ...GAME,
      phases: [
        ...(GAME.phases ?? []),
        { id: "late", rules: [{ stop: "count(decisions.give) > 3" }] },
      ],
    };
    expect(checkScenario(minimal(elsewhere)).map(describeProblem)).toHaveLength(1);
  });
});
