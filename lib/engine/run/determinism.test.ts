import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParameterValues, scenario } from "@/lib/domain/scenario";
import { compileScenario } from "./compile-scenario";
import type { Commit, DecisionSlot, RowChange } from "../base/contract";
import { plausibleAnswer } from "./fixtures/answers";
import { OPINION } from "./fixtures/opinion";
import { openSimulation } from "./simulation";
import { simulate } from "./simulate";

const compiled = compileScenario(scenario.parse(OPINION));
const open = (seed: number, parameters: ParameterValues = { voters: 24 }) =>
  openSimulation(compiled, { parameters, seed });

/** Rows as stores return them: through JSON, with the keys of objects in another order. */
function persisted(changes: readonly RowChange[]): RowChange[] {
  return (JSON.parse(JSON.stringify(changes)) as RowChange[]).map((change) => ({
    ...change,
    data: change.data && Object.fromEntries(Object.entries(change.data).reverse()),
  }));
}

describe("a run", () => {
  it("does not depend on the order of answers", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (seed, keys) => {
          const arrange = (slots: readonly DecisionSlot[]) =>
            slots
              .map((slot) => ({ slot, key: Number(keys.next().value) }))
              .sort((left, right) => left.key - right.key)
              .map(({ slot }) => slot);
          const [calm, shuffled] = [
            await simulate(open(seed), plausibleAnswer),
            await simulate(open(seed), plausibleAnswer, { arrange }),
          ];
          expect(shuffled.digest).toBe(calm.digest);
          expect(shuffled.decisions).toEqual(calm.decisions);
        },
      ),
      { numRuns: 8 },
    );
  });

  it("differs with the seed and with the answers", async () => {
    const digests = await Promise.all([
      simulate(open(1), plausibleAnswer),
      simulate(open(2), plausibleAnswer),
      simulate(open(1), (request) => plausibleAnswer({ ...request, seed: request.seed + 1 })),
    ]);
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(3);
  });

  it("continues in a replica loaded from stored rows at any version", async () => {
    const commits: Commit[] = [];
    const whole = await simulate(open(7), plausibleAnswer, {
      onCommit: (commit) => commits.push(commit),
    });
    for (let version = 1; version <= commits.length; version += 1) {
      const replica = open(7);
      const state = { version, digest: commits[version - 1]?.digest ?? null };
      replica.load(persisted(commits.slice(0, version).flatMap(({ rows }) => rows)), state);
      for (const commit of commits.slice(version)) {
        const outcomes = whole.decisions.filter((decision) => decision.version === replica.version);
        expect(replica.plan().map(({ seq, agent }) => [seq, agent])).toEqual(
          outcomes.map(({ seq, agent }) => [seq, agent]),
        );
        expect(replica.commit(outcomes.toReversed()).digest).toBe(commit.digest);
      }
      expect(replica.step()).toBeUndefined();
    }
  });

  it("is followed commit by commit by a replica, prompts included", async () => {
    const follower = open(3);
    const sim = open(3);
    const commits: Commit[] = [];
    await simulate(sim, plausibleAnswer, {
      arrange: (slots) => {
        expect(follower.plan()).toEqual(slots);
        for (const slot of slots.slice(0, 5))
          expect(follower.request(slot, [])).toEqual(sim.request(slot, []));
        return slots;
      },
      onCommit: (commit) => {
        commits.push(commit);
        follower.load(persisted(commit.rows), { version: commit.version, digest: commit.digest });
      },
    });
    expect(follower.version).toBe(commits.length);
  });

  it("draws the same numbers in two arms until their difference matters", async () => {
    const [cut, keep] = await Promise.all(
      [true, false].map((unfriend) => simulate(open(5, { voters: 24, unfriend }), plausibleAnswer)),
    );
    const until = (run: typeof cut) =>
      (run?.commits ?? []).filter(
        ({ step }) => step.round < 2 || (step.round === 2 && step.key !== "rewire"),
      );
    expect(until(cut).map(({ digest }) => digest)).toEqual(until(keep).map(({ digest }) => digest));
    expect(cut?.digest).not.toBe(keep?.digest);
  });

  it("gives agents the same attributes regardless of population size", () => {
    const attributes = [24, 30].map((voters) =>
      open(5, { voters })
        .commit([])
        .rows.filter(({ table, ordinal }) => table === "Voter" && ordinal <= 24),
    );
    expect(attributes[0]).toEqual(attributes[1]);
  });

  it("is replayed from its decisions without a model", async () => {
    const original = await simulate(open(11), plausibleAnswer);
    const replay = open(11);
    for (const commit of original.commits) {
      expect(
        replay.commit(original.decisions.filter(({ version }) => version === replay.version))
          .digest,
      ).toBe(commit.digest);
    }
  });
});
