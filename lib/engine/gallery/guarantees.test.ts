import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datasetUses } from "@/lib/domain/data";
import { templates } from "@/lib/domain/gallery";
import { sampleTable } from "@/lib/domain/gallery/samples";
import {
  type ParameterValues,
  type Scenario,
  scenario as scenarioSchema,
} from "@/lib/domain/scenario";
import { compileScenario } from "../run/compile-scenario";
import type { DecisionSlot, RowChange, Simulation } from "../base/contract";
import { faultyAnswer, plausibleAnswer } from "../run/fixtures/answers";
import { toStoredRows, withCrashes } from "../run/fixtures/with-crashes";
import { openSimulation } from "../run/simulation";
import { simulate, type SimulatedRun } from "../run/simulate";

/**
 * Guarantees of the engine (3-scenario-format.md, Semantics), for every template, on small
 * populations.
 */

const SHORT_RUN_ROUNDS = 2;

/**
 * Sets the parameters that determine the number of agents to small values, whatever their names.
 */
const small = ({ parameters }: Scenario): ParameterValues =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      parameter.type === "integer"
        ? [[name, Math.min(parameter.default, Math.max(parameter.min ?? 1, 12))]]
        : [],
    ),
  );

type Case = {
  readonly name: string;
  readonly scenario: Scenario;
  readonly open: (seed?: number) => Simulation;
  /** An undisturbed run, computed on first use. */
  readonly calm: () => Promise<SimulatedRun>;
};

/** The sample tables that a scenario names. */
const samplesOf = (scenario: Scenario) =>
  Object.fromEntries(
    datasetUses(scenario).flatMap(({ dataset }) => [[dataset, sampleTable(dataset)!] as const]),
  );

const cases: readonly Case[] = templates().map((document) => {
  const { name } = document;
  const scenario = scenarioSchema.parse(document);
  const datasets = samplesOf(scenario);
  const compiled = compileScenario(scenario);
  const open = (seed = 4) =>
    openSimulation(compiled, {
      parameters: small(scenario),
      seed,
      rounds: SHORT_RUN_ROUNDS,
      datasets,
    });
  let calm: Promise<SimulatedRun> | undefined;
  return { name, scenario, open, calm: () => (calm ??= simulate(open(), plausibleAnswer)) };
});

/** A pseudorandom order of the decisions of each step. */
const shuffled = (salt: number) => (slots: readonly DecisionSlot[]) =>
  slots
    .map((slot) => ({ slot, key: Math.imul(slot.seq + 1, salt * 2 + 1) >>> 0 }))
    .sort((left, right) => left.key - right.key)
    .map(({ slot }) => slot);

describe.each(cases)("the template $name", ({ scenario, open, calm: calmRun }) => {
  it("gives the same run for any order of answers and after any crash", async () => {
    const calm = await calmRun();
    expect(calm.commits.length).toBeGreaterThan(SHORT_RUN_ROUNDS);
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.nat(3), async (salt, rate) => {
        const dying = await simulate(
          withCrashes(open, (version) => (version * (salt + 1)) % (rate + 1) === 0),
          plausibleAnswer,
          { arrange: shuffled(salt) },
        );
        expect(dying.commits.map(({ digest }) => digest)).toEqual(
          calm.commits.map(({ digest }) => digest),
        );
        expect(dying.decisions).toEqual(calm.decisions);
      }),
      { numRuns: 2 },
    );
  });

  it("is replayed from its decisions without a model", async () => {
    const original = await calmRun();
    const replay = open();
    for (const { digest } of original.commits) {
      const decided = original.decisions.filter(({ version }) => version === replay.version);
      expect(replay.commit(decided).digest).toBe(digest);
    }
    expect(replay.step()).toBeUndefined();
  });

  it("continues identically from any round, and differs only after a change", async () => {
    const original = await calmRun();
    const { commits } = original;
    const forkAt = commits.findIndex(({ step }) => step.round === SHORT_RUN_ROUNDS);
    const history = commits.slice(0, forkAt);
    const fork = (): Simulation => {
      const replica = open();
      replica.load(toStoredRows(history.flatMap(({ rows }) => rows)), {
        version: forkAt,
        digest: history.at(-1)?.digest ?? null,
      });
      return replica;
    };
    // Memories of the shared history must be copied by the store. Without them prompts differ, so
    // this replays recorded decisions.
    const same = fork();
    for (const { digest } of commits.slice(forkAt))
      expect(
        same.commit(original.decisions.filter(({ version }) => version === same.version)).digest,
      ).toBe(digest);
    const other = fork();
    const [agentType = ""] = Object.keys(scenario.agents);
    const change = other.intervene({
      number: 1,
      label: "News",
      effects: [{ tell: agentType, text: "Something has happened." }],
    });
    expect([change.version, change.step.key, change.memories.length > 0]).toEqual([
      forkAt + 1,
      "live",
      true,
    ]);
    expect(change.digest).not.toBe(commits[forkAt]?.digest);
  });

  it("never fails because of an answer, and records every decision", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), async (salt) => {
        const answers = faultyAnswer(salt);
        const run = await simulate(open(salt), answers);
        expect(
          run.decisions.every(({ status, reason }) => status !== "invalid" || reason !== null),
        ).toBe(true);
        expect(run.commits.at(-1)?.next).toBeNull();
      }),
      { numRuns: 2 },
    );
  });

  it("shows no agent the private texts of another", async () => {
    const sim = open();
    const setup = await untilRound(sim, 1);
    const marks = new Map<string, string>();
    const marked = setup.map((change) => withMarks(change, scenario, marks));
    const replica = open();
    replica.load(toStoredRows(marked), { version: sim.version, digest: sim.digest });
    await simulate(replica, plausibleAnswer, {
      arrange: (slots) => {
        for (const slot of slots) {
          const { messages } = slot.automatic ? { messages: [] } : replica.request(slot, []).model;
          const prompt = messages.map(({ content }) => content).join("\n");
          for (const [mark, owner] of marks)
            if (prompt.includes(mark)) expect([owner, "world-1"]).toContain(slot.agent);
        }
        return slots;
      },
    });
  });
});

/** The rows of a run at the beginning of a round. */
async function untilRound(sim: Simulation, round: number): Promise<readonly RowChange[]> {
  const rows: RowChange[] = [];
  while ((sim.step()?.round ?? round) < round) {
    const decided = sim.plan().map((slot) => ({
      seq: slot.seq,
      action: slot.offered[0] ?? null,
      values: { [slot.offered[0] ?? ""]: "A text." },
    }));
    rows.push(...sim.commit(decided).rows);
  }
  return rows;
}

/** Replaces private texts by unique markers that can be searched for in prompts. */
function withMarks(change: RowChange, scenario: Scenario, marks: Map<string, string>): RowChange {
  const attributes = scenario.agents[change.table]?.attributes ?? {};
  const data = change.data && { ...change.data };
  for (const [name, { type, visible = "self" }] of Object.entries(attributes)) {
    if (!data || type !== "text" || visible === "public") continue;
    const mark = `mark-${change.id}-${name}-mark`;
    marks.set(mark, change.id);
    data[name] = mark;
  }
  return { ...change, data };
}
