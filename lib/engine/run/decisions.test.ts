import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario } from "./compile-scenario";
import type { DecisionSlot, Simulation } from "../base/contract";
import { plausibleAnswer } from "./fixtures/answers";
import { minimal } from "./fixtures/opinion";
import { worldRows } from "./fixtures/rows";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

const open = (parts: Partial<ScenarioDocument>, seed = 1): Simulation =>
  openSimulation(compileScenario(minimal(parts)), { parameters: {}, seed });
const answering = (answer: unknown) => () => JSON.stringify(answer);

/** Commits the setup of a simulation. */
const ready = (parts: Partial<ScenarioDocument>, seed = 1): Simulation => {
  const sim = open(parts, seed);
  sim.commit([]);
  return sim;
};
const person = (
  attributes: ScenarioDocument["agents"][string]["attributes"],
  count = 3,
): ScenarioDocument["agents"] => ({
  Person: { count, profile: "You are a person.", attributes, memory: { kind: "short", keep: 3 } },
});

const MARKET: Partial<ScenarioDocument> = {
  agents: person({ coins: { type: "integer", init: 10, dynamic: true, min: 0 } }, 8),
  actions: {
    give: {
      label: "Give coins",
      prompt: "Give coins to somebody.",
      inputs: {
        to: { type: "ref", from: "Person.filter(p, p != self)" },
        amount: { type: "integer", min: 0, max: 20 },
      },
      require: { that: "self.coins >= arg.amount", else: "you did not have that many coins." },
      effects: [
        { set: "self.coins", to: "self.coins - arg.amount" },
        { set: "arg.to.coins", to: "arg.to.coins + arg.amount" },
      ],
    },
  },
  phases: [{ id: "give", decide: "Person", do: ["give"] }],
  measures: { coins: { value: "sum(Person.map(p, p.coins))" } },
  rounds: 4,
};

describe("decisions", () => {
  it("apply what requirements allow at commit, and conserve what they only move", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
        const run = await simulate(open(MARKET, seed), plausibleAnswer);
        expect(run.commits.flatMap(({ measures }) => measures.map(({ value }) => value))).toEqual([
          80, 80, 80, 80, 80,
        ]);
        const sim = run.commits
          .flatMap(({ rows }) => rows)
          .filter(({ table }) => table === "Person");
        expect(sim.every(({ data }) => Number(data?.["coins"]) >= 0)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("are rejected with a reason and a message if a requirement is no longer true", async () => {
    const sim = ready(MARKET);
    const outcomes = sim.plan().map(({ seq, agent }) => ({
      seq,
      action: "give",
      values: { to: agent === "Person-1" ? "Person-2" : "Person-1", amount: seq === 0 ? 20 : 0 },
    }));
    const commit = sim.commit(outcomes);
    expect(commit.rejected).toEqual([{ seq: 0, reason: "you did not have that many coins." }]);
    expect(commit.memories).toEqual([
      {
        agentType: "Person",
        agent: "Person-1",
        seq: 0,
        round: 1,
        phase: "give",
        kind: "rejected",
        importance: 0.5,
        text:
          "Your decision “Give coins” could not be carried out: you did not have that many " +
          "coins.",
      },
    ]);
  });

  it("are applied completely or not at all", () => {
    const sim = ready({
      agents: person({ coins: { type: "integer", init: 1, dynamic: true, max: 5 } }, 2),
      tables: { Note: { attributes: { by: { type: "ref", to: "Person" } } } },
      actions: {
        risky: {
          prompt: "?",
          inputs: { amount: { type: "integer", min: 0, max: 100 } },
          effects: [
            { insert: "Note", row: { by: "self" } },
            { tell: "self", text: "done" },
            { set: "self.coins", to: "arg.amount" },
          ],
        },
      },
      phases: [{ id: "act", decide: "Person", do: ["risky"] }],
    });
    const commit = sim.commit([
      { seq: 0, action: "risky", values: { amount: 50 } },
      { seq: 1, action: "risky", values: { amount: 3 } },
    ]);
    expect(commit.rejected).toEqual([
      { seq: 0, reason: "coins must be at most 5, not 50. (/actions/risky/effects/2/to)" },
    ]);
    expect(worldRows(commit).map(({ id, data }) => [id, data])).toEqual([
      ["Note-1", { by: "Person-2" }],
      ["Person-2", { coins: 3 }],
    ]);
    expect(commit.memories.map(({ agent, kind }) => [agent, kind])).toContainEqual([
      "Person-2",
      "told",
    ]);
    expect(commit.memories).toHaveLength(2);
    const [rejected] = commit.memories.filter(({ kind }) => kind === "rejected");
    expect(rejected?.text).toBe(
      "Your decision “risky” could not be carried out: it was no longer possible.",
    );
  });

  it("about a deleted row are rejected", () => {
    const sim = ready({
      agents: person({}, 2),
      tables: { Job: { attributes: {}, count: 1 } },
      actions: {
        take: {
          prompt: "?",
          inputs: { job: { type: "ref", from: "Job" } },
          effects: [{ delete: "arg.job" }],
        },
      },
      phases: [{ id: "act", decide: "Person", do: ["take"] }],
    });
    const commit = sim.commit(
      [0, 1].map((seq) => ({ seq, action: "take", values: { job: "Job-1" } })),
    );
    expect(commit.rejected.map(({ reason }) => reason)).toEqual(["Job-1 no longer exists."]);
    expect(worldRows(commit)).toEqual([{ table: "Job", id: "Job-1", ordinal: 1, data: null }]);
  });

  it("of deleted agents are rejected without a message", () => {
    const sim = ready({
      agents: person({}, 2),
      actions: {
        push: {
          prompt: "?",
          inputs: { whom: { type: "ref", from: "Person.filter(p, p != self)" } },
          effects: [{ delete: "arg.whom" }],
        },
      },
      phases: [{ id: "act", decide: "Person", do: ["push"] }],
    });
    const commit = sim.commit([
      { seq: 0, action: "push", values: { whom: "Person-2" } },
      { seq: 1, action: "push", values: { whom: "Person-1" } },
    ]);
    expect(commit.rejected).toHaveLength(1);
    expect(commit.rejected[0]?.reason).toMatch(/^Person-[12] no longer exists\.$/);
    expect(commit.memories).toEqual([]);
    expect(sim.world.rows("Person")).toHaveLength(1);
  });

  it("are retried if invalid, then recorded, then replaced by the fallback", async () => {
    const parts = (
      fallback: "skip" | { answer: Record<string, string | number> },
    ): Partial<ScenarioDocument> => ({
      agents: person({ mood: { type: "number", init: 2, dynamic: true } }, 1),
      actions: {
        feel: {
          prompt: "?",
          inputs: { mood: { type: "number", min: 0, max: 5 } },
          effects: [{ set: "self.mood", to: "arg.mood" }],
          fallback,
        },
      },
      phases: [{ id: "act", decide: "Person", do: ["feel"] }],
      calls: { retries: 1 },
    });
    const messages: string[][] = [];
    const run = await simulate(open(parts({ answer: { mood: "self.mood + 1" } })), (request) => {
      messages.push(request.messages.map(({ role, content }) => `${role}: ${content}`));
      return '{"mood": 9}';
    });
    expect(messages).toHaveLength(2);
    expect(messages[1]?.slice(0, 2)).toEqual(messages[0]);
    expect(messages[1]?.[2]).toBe('assistant: {"mood": 9}');
    expect(messages[1]?.[3]).toMatch(/^user: .*5/);
    expect(run.decisions).toMatchObject([
      {
        status: "invalid",
        reason: "outOfRange",
        usedFallback: true,
        action: "feel",
        values: { mood: 3 },
      },
    ]);
    expect(worldRows(run.commits.at(-1)!)[0]?.data).toEqual({ mood: 3 });

    const skipped = await simulate(open(parts("skip")), answering({}));
    expect(skipped.decisions).toMatchObject([
      { status: "invalid", reason: "missing", usedFallback: false, action: "feel", values: null },
    ]);
    expect(worldRows(skipped.commits.at(-1)!)).toEqual([]);
  });

  it("without values change nothing", () => {
    const sim = ready(MARKET);
    const commit = sim.commit(sim.plan().map(({ seq }) => ({ seq, action: "give", values: null })));
    expect([worldRows(commit), commit.rejected]).toEqual([[], []]);
  });

  it("must be complete, unique and offered", () => {
    const outcomes = (sim: Simulation) =>
      sim.plan().map(({ seq }) => ({ seq, action: "give", values: null }));
    const commit = (
      change: (given: ReturnType<typeof outcomes>) => ReturnType<typeof outcomes>,
    ) => {
      const sim = ready(MARKET);
      return () => sim.commit(change(outcomes(sim)));
    };
    expect(commit((given) => given.slice(1))).toThrow(/Decision 0, of Person-1, has no outcome/);
    expect(commit((given) => [...given, { seq: 3, action: "give", values: null }])).toThrow(
      /Decision 3 has two outcomes/,
    );
    expect(commit((given) => [...given, { seq: 99, action: "give", values: null }])).toThrow(
      /Decision 99 is not in this step/,
    );
    expect(
      commit((given) => given.map((one) => ({ ...one, action: "steal", values: {} as never }))),
    ).toThrow(/“steal” was not on offer/);
  });
});

describe("the plan", () => {
  const offered = (slots: readonly DecisionSlot[]) =>
    slots.map(
      (slot) =>
        `${slot.agent}#${slot.slot} ` +
        slot.offered.join("|") +
        (slot.row ? ` ${slot.row.id}` : "") +
        (slot.automatic ? " auto" : ""),
    );
  const kinds: Partial<ScenarioDocument> = {
    agents: person({ rich: { type: "boolean", init: "self.id == 'Person-2'" } }),
    actions: {
      rest: { prompt: "", effects: [{ tell: "self", text: "You rested." }] },
      spend: {
        when: "self.rich",
        prompt: "?",
        inputs: { amount: { type: "integer", min: 1, max: 5 } },
      },
      hire: {
        prompt: "?",
        inputs: { whom: { type: "ref", from: "Person.filter(p, p.rich && p != self)" } },
      },
    },
  };

  it("offers available, answerable tasks; a single task without inputs needs no call", () => {
    const sim = ready({
      ...kinds,
      phases: [{ id: "act", decide: "Person", do: ["rest", "spend"] }],
    });
    expect(offered(sim.plan())).toEqual([
      "Person-1#0 rest auto",
      "Person-2#0 rest|spend",
      "Person-3#0 rest auto",
    ]);
    const commit = sim.commit([{ seq: 1, action: "spend", values: { amount: 1 } }]);
    expect(
      commit.memories
        .map(({ agent, text }) => `${agent}: ${text}`)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(["Person-1: You rested.", "Person-3: You rested."]);
  });

  it("omits agents without tasks and actions no one can answer", () => {
    expect(
      offered(ready({ ...kinds, phases: [{ id: "act", decide: "Person", do: ["hire"] }] }).plan()),
    ).toEqual(["Person-1#0 hire", "Person-3#0 hire"]);
    expect(
      offered(ready({ ...kinds, phases: [{ id: "act", decide: "Person", do: ["spend"] }] }).plan()),
    ).toEqual(["Person-2#0 spend"]);
  });

  it("asks once per action with `all`, once per row with `each`, only `where` it is true", () => {
    const all = ready({
      ...kinds,
      phases: [
        { id: "act", decide: "Person", do: ["rest", "spend"], all: true, where: "self.rich" },
      ],
    });
    expect(offered(all.plan())).toEqual(["Person-2#0 rest auto", "Person-2#1 spend"]);
    const each = ready({
      ...kinds,
      views: { others: { from: "Person", where: "row != self" } },
      actions: {
        rate: {
          prompt: "How about {{ row.id }}?",
          inputs: { stars: { type: "integer", min: 1, max: 5 } },
          effects: [{ tell: "row", text: "{{ arg.stars }} stars" }],
        },
      },
      phases: [{ id: "act", decide: "Person", do: ["rate"], each: "others", where: "self.rich" }],
    });
    expect(offered(each.plan())).toEqual(["Person-2#0 rate Person-1", "Person-2#1 rate Person-3"]);
    expect(each.request(each.plan()[1]!, []).user).toContain("How about Person-3?");
    expect(each.request(each.plan()[0]!, []).model.seed).not.toBe(
      each.request(each.plan()[1]!, []).model.seed,
    );
    const commit = each.commit(
      [0, 1].map((seq) => ({ seq, action: "rate", values: { stars: seq + 1 } })),
    );
    expect(commit.memories.map(({ agent, text }) => [agent, text]).toSorted()).toEqual([
      ["Person-1", "1 stars"],
      ["Person-3", "2 stars"],
    ]);
  });

  it("activates a share of the agents at random, reproducibly", () => {
    const parts: Partial<ScenarioDocument> = {
      ...kinds,
      agents: person({ rich: { type: "boolean", init: false } }, 1_000),
      phases: [{ id: "act", decide: "Person", do: ["rest"], activation: 0.3 }],
    };
    const [first, again, other] = [ready(parts, 1), ready(parts, 1), ready(parts, 2)].map((sim) =>
      sim.plan().map(({ agent }) => agent),
    );
    expect(first?.length).toBeGreaterThan(240);
    expect(first?.length).toBeLessThan(360);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("with `addressed` asks only agents with a message since their last decision", () => {
    const sim = ready({
      agents: person({}),
      actions: {
        pass: {
          prompt: "Pass it on.",
          inputs: { to: { type: "ref", from: "Person.filter(p, p != self)" } },
          effects: [{ tell: "arg.to", text: "Your turn." }],
        },
      },
      interventions: [
        { id: "start", at: "round == 1", do: [{ tell: "first(Person)", text: "You begin." }] },
      ],
      phases: [{ id: "act", decide: "Person", do: ["pass"], activation: "addressed" }],
      rounds: 3,
    });
    sim.commit([]);
    expect(offered(sim.plan())).toEqual(["Person-1#0 pass"]);
    sim.commit([{ seq: 0, action: "pass", values: { to: "Person-3" } }]);
    sim.commit([]);
    expect(offered(sim.plan())).toEqual(["Person-3#0 pass"]);
  });

  it("skips a phase whose `if` is false, and still commits it", () => {
    const sim = ready({
      ...kinds,
      rounds: 2,
      phases: [{ id: "act", decide: "Person", do: ["rest"], if: "round == 2" }],
    });
    expect(sim.plan()).toEqual([]);
    const skipped = sim.commit([]);
    expect(worldRows(skipped)).toEqual([]);
    expect(skipped).toMatchObject({ version: 2, memories: [] });
    expect(sim.plan()).toHaveLength(3);
  });

  it("asks questionnaires of the selected agents; answers are data without effects", async () => {
    const parts: Partial<ScenarioDocument> = {
      agents: person({ trust: { type: "integer", init: 1, dynamic: true } }, 2),
      questionnaires: {
        wave: {
          intro: "Please answer.",
          items: {
            trust: { type: "integer", min: 1, max: 5 },
            why: { type: "text", optional: true },
          },
          effects: [
            { when: "self.id == 'Person-2'", do: [{ set: "self.trust", to: "arg.trust" }] },
          ],
        },
      },
      phases: [{ id: "survey", ask: "wave", who: "Person" }],
    };
    const run = await simulate(open(parts), answering({ trust: 4, why: null }));
    expect(run.decisions).toMatchObject([
      {
        agent: "Person-1",
        kind: "questionnaire",
        action: "wave",
        status: "valid",
        values: { trust: 4, why: null },
      },
      {
        agent: "Person-2",
        kind: "questionnaire",
        action: "wave",
        status: "valid",
        values: { trust: 4, why: null },
      },
    ]);
    expect(worldRows(run.commits.at(-1)!)).toEqual([
      { table: "Person", id: "Person-2", ordinal: 2, data: { trust: 4 } },
    ]);
  });

  it("asks no questions that cannot be answered", () => {
    const sim = ready({
      agents: person({ age: { type: "integer", init: "self.id == 'Person-1' ? 20 : 40" } }, 2),
      questionnaires: {
        peers: {
          items: {
            older: { type: "ref", from: "Person.filter(p, p.age > self.age)" },
            other: { type: "ref", from: "[self].filter(p, false)", optional: true },
          },
        },
      },
      phases: [{ id: "survey", ask: "peers", who: "Person" }],
    });
    expect(sim.plan().map(({ agent }) => agent)).toEqual(["Person-1"]);
    expect(() => sim.request(sim.plan()[0]!, [])).not.toThrow();
  });
});
