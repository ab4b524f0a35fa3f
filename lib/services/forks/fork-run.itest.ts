import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { liveScenario } from "@/lib/container/testing/live-scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { AppError } from "@/lib/contracts/errors";
import { forkRun as contract, type ForkRun } from "@/lib/contracts/forks";
import { SYSTEM } from "@/lib/domain/access";
import { tellEffects } from "@/lib/domain/intervention";

let installation: Installation;
let people: People;
/** A finished run of four rounds. */
let parent: string;

const services = () => installation.container.services;
const runOf = (runId: string) => services().getRun(SYSTEM, runId);
const start = async (rounds: number): Promise<string> =>
  (
    await services().startStudy(SYSTEM, {
      document: liveScenario,
      parameters: {},
      rounds,
      seed: 3,
      replicates: 1,
    })
  ).runIds[0] ?? "";
const fork = async (runId: string, input: ForkRun): Promise<string> =>
  (await services().forkRun(SYSTEM, runId, contract.parse(input))).runId;
const settledFork = async (runId: string, input: ForkRun): Promise<string> => {
  const forked = await fork(runId, input);
  expect((await installation.settled(forked)).progress).toMatchObject({
    status: "completed",
    statusReason: null,
  });
  return forked;
};

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

type Stored = Record<string, unknown> & { version?: number };

/** Everything a run has stored, table by table, without what identifies the run and the time. */
async function stored(runId: string, before = Infinity): Promise<Record<string, Stored[]>> {
  const { pool } = people.database;
  const { rows } = await pool.query<{ key: number }>("SELECT key FROM run WHERE id = $1", [runId]);
  const found: Record<string, Stored[]> = {};
  for (const table of [
    "step",
    "row_version",
    "memory",
    "decision",
    "prompt_head",
    "measure_value",
    "intervention",
  ]) {
    const all = await pool.query<{ row: Stored }>(
      `SELECT to_jsonb(t) - '{run,id,created_at,latency_ms}'::text[] AS row
         FROM "${table}" t WHERE run = $1`,
      [rows[0]?.key],
    );
    const shared = all.rows.map(({ row }) => row).filter(({ version = -1 }) => version < before);
    found[table] = shared.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return found;
}
const steps = async (runId: string) =>
  (await stored(runId)).step?.toSorted((a, b) => (a.version ?? 0) - (b.version ?? 0)) ?? [];
const digests = async (runId: string) => (await steps(runId)).map(({ digest }) => digest);
const versionOf = async (runId: string, round: number): Promise<number> =>
  (await steps(runId)).find((step) => step.round === round)?.version ?? -1;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
  await installation.workHere();
  parent = await start(4);
  expect((await installation.settled(parent)).progress).toMatchObject({
    status: "completed",
    round: 4,
  });
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

describe("a fork without a change", () => {
  it("shares the history and reaches the same end, from every round", async () => {
    const before = await stored(parent);
    const { progress } = await runOf(parent);
    for (const round of [1, 2, 4]) {
      const forked = await settledFork(parent, { round });
      const run = await runOf(forked);
      expect(await digests(forked)).toEqual(await digests(parent));
      const { decisions, invalid, rejected, promptTokens, digest } = run.progress;
      expect({ decisions, invalid, rejected, promptTokens, digest }).toEqual({
        decisions: progress.decisions,
        invalid: progress.invalid,
        rejected: progress.rejected,
        promptTokens: progress.promptTokens,
        digest: progress.digest,
      });
      expect(run).toMatchObject({
        studyId: (await runOf(parent)).studyId,
        arm: { number: 1, name: "baseline", count: 1 },
        forkOf: parent,
        seed: 3,
      });
      expect(await services().replayRun(SYSTEM, forked)).toMatchObject({ equal: true, digest });
      // The copied part is identical down to the last column, including the times of commits.
      const version = await versionOf(parent, round);
      expect({ ...(await stored(forked, version)), measure_value: [], prompt_head: [] }).toEqual({
        ...(await stored(parent, version)),
        measure_value: [],
        prompt_head: [],
      });
      const measures = await services().listMeasures(SYSTEM, forked);
      expect(measures).toEqual(await services().listMeasures(SYSTEM, parent));
    }
    expect(await stored(parent)).toEqual(before);
  });

  it("continues after the last round as if the run had been longer", async () => {
    const longer = await start(6);
    await installation.settled(longer);
    const forked = await settledFork(parent, { round: 5, rounds: 6 });
    expect(await digests(forked)).toEqual(await digests(longer));
    expect((await digests(forked)).slice(0, (await digests(parent)).length)).toEqual(
      await digests(parent),
    );
    expect(await services().listMeasures(SYSTEM, forked)).toEqual(
      await services().listMeasures(SYSTEM, longer),
    );
    expect((await runOf(forked)).progress).toMatchObject({ round: 6, rounds: 6, share: 1 });
    const listed = await services().listForks(SYSTEM, forked);
    expect(listed).toMatchObject({
      origin: { runId: parent, round: 5, change: "From round 5: 6 rounds instead of 4." },
      from: { first: 1, last: 6 },
      continueAt: 7,
    });
    expect((await services().listForks(SYSTEM, parent)).forks.map(({ runId }) => runId)).toContain(
      forked,
    );
  });

  it("can be made from an active run, and from a fork", async () => {
    const running = await start(4);
    await installation.until(running, ({ progress }) => progress.round >= 2);
    const forked = await settledFork(running, { round: 2 });
    await installation.settled(running);
    expect(await digests(forked)).toEqual(await digests(parent));
    expect(await digests(running)).toEqual(await digests(parent));
    expect(await digests(await settledFork(forked, { round: 3 }))).toEqual(await digests(parent));
  });
});

describe("a fork with an intervention", () => {
  const effects = tellEffects("Villager", "all", "The well has run dry. {{ nothing }}");

  it("shares the history and differs only afterwards", async () => {
    const forked = await settledFork(parent, {
      round: 3,
      intervention: { label: "Dry well", effects },
    });
    const version = await versionOf(parent, 3);
    const [ours, theirs] = [await digests(forked), await digests(parent)];
    expect(ours.slice(0, version)).toEqual(theirs.slice(0, version));
    expect(ours[version]).not.toBe(theirs[version]);
    expect((await steps(forked))[version]).toMatchObject({ phase: "live", round: 3 });
    const run = await runOf(forked);
    expect(run.progress.digest).not.toBe((await runOf(parent)).progress.digest);
    expect(await services().listInterventions(SYSTEM, forked)).toMatchObject([
      { number: 1, label: "Dry well", status: "applied", version, round: 3, problem: null },
    ]);
    expect(await services().listInterventions(SYSTEM, parent)).toEqual([]);
    expect(await services().replayRun(SYSTEM, forked)).toMatchObject({ equal: true });
    // The message was received verbatim, and is remembered in the next decision.
    const { rows } = await services().listDecisions(SYSTEM, forked, {
      limit: 500,
      round: 3,
      phase: "judging",
    });
    const { prompt } = await services().getDecision(SYSTEM, {
      runId: forked,
      version: rows[0]?.version ?? -1,
      seq: rows[0]?.seq ?? -1,
    });
    expect(prompt).toContain("The well has run dry. {{ nothing }}");
    expect((await services().listForks(SYSTEM, forked)).origin?.change).toBe(
      "From round 3: “Dry well”.",
    );
    // A fork of the fork after the intervention keeps it as part of its history.
    const again = await settledFork(forked, { round: 4 });
    expect(await digests(again)).toEqual(ours);
    expect(await services().listInterventions(SYSTEM, again)).toMatchObject([
      { number: 1, status: "applied", version },
    ]);
    expect(await services().replayRun(SYSTEM, again)).toMatchObject({ equal: true });
  });

  it("points to invalid effects", async () => {
    const error = await refusal(
      fork(parent, {
        round: 2,
        intervention: { label: "x", effects: [{ tell: "Vilager", text: "Hello" }] },
      }),
    );
    expect(error).toMatchObject({ code: "invalid" });
    expect(error.problems[0]).toMatchObject({
      pointer: "/intervention/effects/0/tell",
      suggestion: "Villager",
    });
  });
});

describe("a fork with a corrected decision", () => {
  it("has the corrected answer, and everything before it as it was", async () => {
    const { rows } = await services().listDecisions(SYSTEM, parent, {
      limit: 500,
      round: 2,
      phase: "judging",
    });
    const decision = rows[3];
    if (!decision) throw new Error("there is no such decision");
    const { version, seq, agent } = decision;
    const corrected = { trust: Number(decision.values?.trust) > 5 ? 4.5 : 5.5, why: "Corrected." };
    const detail = await services().getDecision(SYSTEM, { runId: parent, version, seq });
    const [trust] = (await services().getAnswerForm(SYSTEM, { runId: parent, version, seq }))
      .fields;
    const values = {
      ...corrected,
      trust: Math.min(trust?.max ?? 0, Math.max(trust?.min ?? 0, corrected.trust)),
    };
    const forked = await settledFork(parent, { correction: { version, seq, values } });

    const [ours, theirs] = [await digests(forked), await digests(parent)];
    expect(ours.slice(0, version)).toEqual(theirs.slice(0, version));
    expect(ours[version]).not.toBe(theirs[version]);
    expect(await services().getDecision(SYSTEM, { runId: forked, version, seq })).toMatchObject({
      corrected: true,
      status: "valid",
      values,
      agent,
      raw: detail.raw,
    });
    const others = (
      await services().listDecisions(SYSTEM, forked, { limit: 500, round: 2, phase: "judging" })
    ).rows;
    expect(others.filter((row) => row.seq !== seq)).toEqual(
      rows.filter((row) => row.seq !== seq).map((row) => ({ ...row, latencyMs: row.latencyMs })),
    );
    expect(await services().replayRun(SYSTEM, forked)).toMatchObject({ equal: true });
    expect((await services().listForks(SYSTEM, forked)).origin).toMatchObject({
      round: 2,
      change: `From round 2: the answer of ${agent} in Judging corrected.`,
    });
    // Giving the same answer again is no change.
    const same = await settledFork(parent, {
      round: 2,
      correction: { version, seq, values: decision.values ?? {} },
    });
    expect(await digests(same)).toEqual(theirs);
  });

  it("accepts another of the offered actions", async () => {
    const { rows } = await services().listDecisions(SYSTEM, parent, {
      limit: 500,
      round: 1,
      phase: "evening",
    });
    const visit = rows.find(({ action }) => action === "visit");
    if (!visit) throw new Error("nobody visits");
    const { version, seq } = visit;
    const forked = await settledFork(parent, {
      correction: { version, seq, action: "rest", values: { hours: 3 } },
    });
    expect(await services().getDecision(SYSTEM, { runId: forked, version, seq })).toMatchObject({
      action: "rest",
      values: { hours: 3 },
      corrected: true,
    });
    expect(
      (await refusal(fork(parent, { correction: { version, seq, action: "judge", values: {} } })))
        .problems,
    ).toMatchObject([{ pointer: "/correction/action" }]);
  });

  it("refuses an answer the agent could not have given", async () => {
    const { rows } = await services().listDecisions(SYSTEM, parent, {
      limit: 500,
      round: 1,
      phase: "judging",
    });
    const { version, seq } = rows[0] ?? { version: -1, seq: -1 };
    expect(
      (
        await refusal(
          fork(parent, { correction: { version, seq, values: { trust: 99, why: "x" } } }),
        )
      ).message,
    ).toMatch(/does not fit what the agent was asked/);
    expect(
      (
        await refusal(
          fork(parent, { correction: { version, seq, values: { trust: 5, hours: 1 } } }),
        )
      ).message,
    ).toMatch(/not asked for `hours`/);
    expect(
      await refusal(fork(parent, { correction: { version: 9_999, seq: 0, values: {} } })),
    ).toMatchObject({ code: "notFound" });
    expect(
      (
        await refusal(
          fork(parent, { round: 3, correction: { version, seq, values: { trust: 5, why: "x" } } }),
        )
      ).problems,
    ).toMatchObject([{ pointer: "/round" }]);
    expect(
      contract.safeParse({
        round: 1,
        correction: { version, seq, values: {} },
        intervention: { label: "x", effects: [{}] },
      }).success,
    ).toBe(false);
  });
});

describe("a fork", () => {
  it("can use another model, and its page and files say so", async () => {
    const { id } = await services().createEndpoint(SYSTEM, {
      name: "Other",
      baseUrl: installation.demoModelWith("seed=9"),
      model: "microcosm-demo",
    });
    const forked = await settledFork(parent, { round: 3, endpointId: id });
    const version = await versionOf(parent, 3);
    expect((await digests(forked)).slice(0, version)).toEqual(
      (await digests(parent)).slice(0, version),
    );
    expect(await runOf(forked)).toMatchObject({ endpointName: "Other" });
    expect((await services().listForks(SYSTEM, forked)).origin?.change).toMatch(
      /^From round 3: answered by Other instead of /,
    );
  });

  it("can have fewer rounds, and ends there", async () => {
    const forked = await settledFork(parent, { round: 2, rounds: 3 });
    const version = await versionOf(parent, 4);
    expect(await digests(forked)).toEqual((await digests(parent)).slice(0, version));
    expect(
      (await services().listMeasures(SYSTEM, forked))
        .find(({ name }) => name === "spread")
        ?.points.map(({ round }) => round),
    ).toEqual([3]);
  });

  it("is refused at a point that the run has not reached", async () => {
    const pointers = async (input: ForkRun) =>
      (await refusal(fork(parent, input))).problems.map(({ pointer }) => pointer);
    expect(await pointers({ round: 6, rounds: 9 })).toEqual(["/round"]);
    expect(await pointers({ round: 5 })).toEqual(["/rounds"]);
    expect(await pointers({ round: 3, rounds: 2 })).toEqual(["/rounds"]);
    expect(
      await pointers({ round: 3, endpointId: "00000000-0000-7000-8000-000000000000" }),
    ).toEqual(["/endpointId"]);
    for (const input of [{}, { round: 0 }, { round: 1.5 }, { round: 1, seed: 3 }])
      expect(contract.safeParse(input).success).toBe(false);
  });
});
