import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { describeProblem } from "@/lib/domain/scenario";
import { checkScenario, compileScenario } from "../run/compile-scenario";
import type { Simulation } from "../base/contract";
import { minimal } from "../run/fixtures/opinion";
import { worldRows } from "../run/fixtures/rows";
import { openSimulation } from "../run/simulation";
import { simulate } from "../run/simulate";

type Document = Partial<ScenarioDocument>;

const open = (document: Document, seed = 1): Simulation =>
  openSimulation(compileScenario(minimal(document)), { parameters: {}, seed });
const problems = (document: Document): string[] =>
  checkScenario(minimal(document)).map(describeProblem);

const QUEUE: Document = {
  agents: {
    Person: {
      count: 6,
      profile: "",
      attributes: { place: { type: "integer", dynamic: true, init: 0 } },
    },
  },
  world: { taken: { type: "integer", init: 0, dynamic: true, visible: "public" } },
  actions: {
    take: {
      prompt: "{{ world.taken }} places are taken. Take one?",
      inputs: { yes: { type: "boolean" } },
      effects: [
        {
          when: "arg.yes",
          do: [
            { set: "world.taken", to: "world.taken + 1" },
            { set: "self.place", to: "world.taken" },
          ],
        },
      ],
    },
  },
  measures: { taken: { value: "world.taken" } },
};

async function places(order: "random" | "sequential", seed = 1, more: Document = {}) {
  const prompts: string[] = [];
  const run = await simulate(
    open(
      { ...QUEUE, phases: [{ id: "queue", decide: "Person", do: ["take"], order }], ...more },
      seed,
    ),
    (request) => {
      prompts.push(request.messages.at(-1)?.content ?? "");
      return '{"yes": true}';
    },
  );
  const state = new Map(
    run.commits
      .flatMap(worldRows)
      .filter(({ table }) => table === "Person")
      .map(({ id, data }) => [id, data?.["place"]]),
  );
  return { run, prompts, state, asked: run.decisions.map(({ agent }) => agent) };
}

describe("deciding one after another", () => {
  it("shows each agent the effects of the previous decisions, by agent number", async () => {
    const { run, prompts, asked, state } = await places("sequential");
    expect(asked).toEqual(["Person-1", "Person-2", "Person-3", "Person-4", "Person-5", "Person-6"]);
    expect(prompts.map((prompt) => /\d+/.exec(prompt)?.[0])).toEqual([
      "0",
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
    expect([...state.values()]).toEqual([1, 2, 3, 4, 5, 6]);
    // Round measures are computed once, after the last stage.
    expect(
      run.commits.flatMap(({ measures }) => measures.map(({ round, value }) => [round, value])),
    ).toEqual([
      [0, 0],
      [1, 6],
    ]);
    expect(run.commits.map(({ next }) => next?.done.toFixed(2))).toEqual([
      "0.50",
      "0.58",
      "0.67",
      "0.75",
      "0.83",
      "0.92",
      "1.00",
      undefined,
    ]);
  });

  it("draws another random order in every round and for every seed", async () => {
    const orders = (
      await Promise.all([1, 2].map((seed) => places("random", seed, { rounds: 2 })))
    ).flatMap(({ asked }) => [asked.slice(0, 6), asked.slice(6)]);
    for (const order of orders) expect(new Set(order).size).toBe(6);
    expect(new Set(orders.map((order) => order.join())).size).toBe(4);
  });

  it("keeps the order of the others after a deletion, and excludes new agents", async () => {
    const actions: Document["actions"] = {
      act: {
        prompt: "Go on?",
        inputs: { yes: { type: "boolean" } },
        effects: [
          { insert: "Person", row: {} },
          {
            when: "self.id == 'Person-2'",
            do: [{ delete: "self" }, { delete: "Person.filter(p, p.id == 'Person-4')" }],
          },
        ],
      },
    };
    const agents: ScenarioDocument["agents"] = { Person: { count: 5, profile: "" } };
    const run = await simulate(
      open({
        agents,
        actions,
        phases: [{ id: "act", decide: "Person", do: ["act"], order: "sequential" }],
      }),
      () => '{"yes": true}',
    );
    expect(run.decisions.map(({ agent }) => agent)).toEqual([
      "Person-1",
      "Person-2",
      "Person-3",
      "Person-5",
    ]);
  });

  it("asks about every row of `each` in an agent's turn", async () => {
    const tables: Document["tables"] = {
      Thing: { attributes: { size: { type: "integer", init: 1, dynamic: true } }, count: 2 },
    };
    const actions: Document["actions"] = {
      use: {
        prompt: "Use {{ row.size }}?",
        inputs: { yes: { type: "boolean" } },
        effects: [{ set: "row.size", to: "row.size + 1" }],
      },
    };
    const run = await simulate(
      open({
        agents: { Person: { count: 2, profile: "" } },
        tables,
        views: { things: { from: "Thing" } },
        actions,
        phases: [{ id: "use", decide: "Person", do: ["use"], each: "things", order: "sequential" }],
      }),
      () => '{"yes": true}',
    );
    expect(run.decisions.map(({ agent, version, seq }) => [agent, version, seq])).toEqual([
      ["Person-1", 1, 0],
      ["Person-1", 1, 1],
      ["Person-2", 2, 0],
      ["Person-2", 2, 1],
    ]);
  });
});

const MATCHED: Document = {
  agents: {
    Person: {
      count: 7,
      profile: "",
      attributes: {
        side: {
          type: "category",
          options: ["l", "r"],
          init: "self.id in ['Person-1', 'Person-2', 'Person-3'] ? 'l' : 'r'",
        },
      },
    },
  },
  networks: { Pairs: { between: ["Person", "Person"] } },
  tables: {
    Team: {
      attributes: {
        member: { type: "ref", to: "Person" },
        group: { type: "integer" },
        round: { type: "integer" },
      },
    },
  },
};

describe("matching", () => {
  it("replaces the ties of a network by all pairs of each group", async () => {
    const sim = open({
      ...MATCHED,
      rounds: 2,
      phases: [{ id: "match", match: "Person", into: "Pairs", size: 3 }],
    });
    const run = await simulate(sim, () => "");
    expect(sim.world.rows("Pairs")).toHaveLength(6);
    expect(
      worldRows(run.commits.at(-1)!).filter(
        ({ table, data }) => table === "Pairs" && data === null,
      ),
    ).toHaveLength(6);
  });

  it("inserts groups into a table and keeps those of earlier rounds", async () => {
    const sim = open({
      ...MATCHED,
      rounds: 2,
      phases: [
        {
          id: "match",
          match: "Person",
          into: "Team",
          by: "attribute",
          attribute: "side",
          where: "self.id != 'Person-7'",
        },
      ],
    });
    await simulate(sim, () => "");
    const rows = sim.world.rows("Team");
    expect(rows.map(({ round, group }) => [round, group])).toEqual([
      [1, 1],
      [1, 1],
      [1, 2],
      [1, 2],
      [2, 1],
      [2, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  it("reports missing settings", () => {
    const wrong = problems({
      ...MATCHED,
      tables: { Team: { attributes: {} } },
      phases: [{ id: "match", match: "Person", into: "Team", by: "attribute", size: 1 }],
    });
    expect(new Set(wrong)).toEqual(
      new Set([
        "/phases/0/attribute: Say by which attribute: those who share its value are matched.",
        "/phases/0/into: `Team` needs an attribute `member`, a ref to Person.",
        "/phases/0/into: `Team` needs an attribute `group`, an integer.",
        "/phases/0/size: A group has at least two members.",
      ]),
    );
  });
});

describe("a narration", () => {
  const NARRATED: Document = {
    agents: {
      Person: {
        count: 2,
        profile: "A secret.",
        attributes: { health: { type: "number", init: 3, visible: "nobody" } },
      },
    },
    world: { weather: { type: "text", init: "'fair'", dynamic: true } },
    phases: [
      {
        id: "weather",
        narrate: "Health is {{ Person | map: 'health' | join: ', ' }}.",
        inputs: { weather: { type: "text" } },
        effects: [{ set: "world.weather", to: "arg.weather" }],
        model: "large",
      },
    ],
  };

  it("is one decision of the environment, which sees everything and has no profile", async () => {
    const prompts: string[] = [];
    const groups: string[] = [];
    const sim = open(NARRATED);
    const run = await simulate(sim, (request, group) => {
      prompts.push(request.messages.at(-1)?.content ?? "");
      groups.push(group);
      return '{"weather": "storm"}';
    });
    expect(run.decisions).toMatchObject([
      {
        agentType: "world",
        agent: "world-1",
        kind: "narration",
        action: "weather",
        status: "valid",
      },
    ]);
    expect(prompts[0]).toContain("Health is 3, 3.");
    expect(prompts[0]).not.toContain("secret");
    expect([groups, sim.world.get("world", "world-1")?.["weather"]]).toEqual([["large"], "storm"]);
  });

  it("changes nothing without a valid answer", async () => {
    const sim = open(NARRATED);
    const run = await simulate(sim, () => "no");
    expect(run.decisions).toMatchObject([{ status: "invalid", reason: "notJson" }]);
    expect(sim.world.get("world", "world-1")?.["weather"]).toBe("fair");
  });
});

describe("texts written at setup", () => {
  it("are requested per attribute, with the previous texts, without a profile", async () => {
    const prompts: string[] = [];
    const sim = open({
      agents: {
        Person: {
          count: 2,
          profile: "Your story: {{ self.story }}",
          model: "small",
          attributes: {
            sex: {
              type: "category",
              options: ["f", "m"],
              init: "self.id == 'Person-1' ? 'f' : 'm'",
            },
            name: {
              type: "text",
              init: {
                given: "sex",
                cases: {
                  f: { constant: "Ada" },
                  m: { written: "Give a man a name.", maxLength: 20 },
                },
              },
            },
            story: {
              type: "text",
              init: { written: "Tell the story of {{ self.name }}.", maxLength: 60 },
            },
          },
        },
      },
      measures: { told: { value: "count(Person.filter(p, p.story != ''))" } },
      actions: { act: { prompt: "Act.", inputs: { yes: { type: "boolean" } } } },
      phases: [{ id: "act", decide: "Person", do: ["act"] }],
    });
    const run = await simulate(sim, (request) => {
      const prompt = request.messages.at(-1)?.content ?? "";
      prompts.push(prompt);
      return prompt.includes("name.")
        ? '{"name": "Bob"}'
        : prompt.includes("story of")
          ? `{"story": "Once ${/of (\w+)/.exec(prompt)?.[1]}."}`
          : '{"yes": true}';
    });
    expect(
      run.decisions
        .slice(0, 3)
        .map(({ kind, agent, action, round }) => [kind, agent, action, round]),
    ).toEqual([
      ["text", "Person-2", "name", 0],
      ["text", "Person-1", "story", 0],
      ["text", "Person-2", "story", 0],
    ]);
    expect(sim.world.rows("Person").map(({ story }) => story)).toEqual(["Once Ada.", "Once Bob."]);
    expect(prompts.slice(0, 3).some((prompt) => prompt.includes("Your story"))).toBe(false);
    expect(prompts[3]).toContain("Your story: Once Ada.");
    // Round 0 ends after all texts are written.
    expect(run.commits[2]?.measures).toMatchObject([{ name: "told", round: 0, value: 2 }]);
    expect(run.commits.slice(0, 2).flatMap(({ measures }) => measures)).toEqual([]);
  });
});
