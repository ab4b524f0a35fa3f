import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runLeases } from "@/lib/adapters/db/run-leases";
import { parseEnv } from "@/lib/config/env";
import { openContainer, type Container } from "@/lib/container";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { waitFor } from "@/lib/container/testing/wait-for";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { RetryLaterError } from "@/lib/services/execution/ports";

/**
 * A dozen speakers, one or two at a time: long chains of small steps, each of which one commit job
 * advances inline.
 */
const STUDY = {
  template: "citizens-assembly",
  parameters: { members: 12, tableSize: 6, sessions: 2, turns: 9 },
  rounds: 2,
  seed: 5,
  replicates: 1,
};
/** Few enough that every step is decided inline. */
const DISCUSSION = {
  template: "group-discussion",
  parameters: { groups: 2, size: 3 },
  seed: 5,
  replicates: 1,
};
/**
 * The number of decisions that a commit always makes inline. It makes more only where the endpoint
 * has room for their calls, which it has not here.
 */
const INLINE_LIMIT = 8;
/** Steps of 40 decisions, for which the endpoint has room in one of the tests. */
const SURVEY = {
  template: "survey-experiment",
  parameters: { respondents: 40, tasks: 1 },
  seed: 5,
  replicates: 1,
};

let installation: Installation;
let people: People;
let otherContainer: Container;
/** The reference: STUDY without interference. */
let undisturbed: {
  status: string;
  digest: string | null;
  decisions: number;
  statusReason: null;
};

beforeAll(async () => {
  installation = await openInstallation({ callsAtOnce: INLINE_LIMIT });
  people = openPeople(installation.databaseUrl);
  const secrets = {
    AUTH_SECRET: randomBytes(32).toString("hex"),
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  };
  otherContainer = openContainer(
    parseEnv({
      DATABASE_URL: installation.databaseUrl,
      DEMO_MODEL_URL: installation.demoModelUrl,
      ...secrets,
    }),
    "another test",
  );
  const alone = await start();
  await driveConcurrently(alone, [installation.container]);
  const { status, digest, decisions } = (await installation.settled(alone)).progress;
  expect(status).toBe("completed");
  undisturbed = { status, digest, decisions, statusReason: null };
});
afterAll(async () => {
  await otherContainer.close();
  await people.close();
  await installation.close();
});

type RunPosition = {
  readonly key: number;
  readonly version: number;
  readonly epoch: number;
  readonly status: "running";
  readonly planned: number;
  readonly done: number;
};

async function readPosition(runId: string): Promise<RunPosition> {
  const { rows } = await people.database.pool.query<RunPosition>(
    "SELECT key, version, epoch, status, step_planned AS planned, step_done AS done FROM run " +
      "WHERE id = $1",
    [runId],
  );
  if (!rows[0]) throw new Error("the run is gone");
  return rows[0];
}

const start = async (
  study: typeof STUDY | typeof DISCUSSION | (typeof SURVEY & { endpointId?: string }) = STUDY,
): Promise<string> =>
  (await installation.container.services.startStudy(SYSTEM, study)).runIds[0] ?? "";

/**
 * Simulates a queue that delivers the commit of the current step to several workers, repeatedly.
 */
async function driveConcurrently(
  runId: string,
  containers: readonly Container[],
  mayFail: (error: unknown) => boolean = () => false,
): Promise<void> {
  const { signal } = new AbortController();
  const shards = new Map<number, Promise<void>>();
  await Promise.all(
    containers.map(async ({ services }) => {
      for (;;) {
        const { version, epoch, status, planned } = await readPosition(runId);
        if (isSettled(status)) return;
        const job = { runId, version, epoch };
        if (planned > INLINE_LIMIT) {
          const shard =
            shards.get(version) ?? services.decideShard({ ...job, shard: 0, shards: 1 }, signal);
          shards.set(version, shard);
          await shard;
        }
        await services.commitStep(job, signal).catch((error: unknown) => {
          if (!(error instanceof RetryLaterError || mayFail(error))) throw error;
        });
      }
    }),
  );
}

async function modelCalls(): Promise<number> {
  const response = await fetch(new URL("/stats", installation.demoModelUrl));
  return ((await response.json()) as { chatCompletions: number }).chatCompletions;
}

async function recordedCalls(runId: string): Promise<number> {
  const { rows } = await people.database.pool.query<{ calls: number }>(
    "SELECT sum(attempts)::int AS calls FROM decision WHERE run = (SELECT key FROM run WHERE " +
      "id = $1)",
    [runId],
  );
  return rows[0]?.calls ?? 0;
}

it("only one of many concurrent commit jobs advances a run", async () => {
  const here = installation.container;
  for (const containers of [
    [here, here, here, here],
    [here, otherContainer, here, otherContainer, here, otherContainer],
  ]) {
    const before = await modelCalls();
    const runId = await start();
    await driveConcurrently(runId, containers);
    expect.soft((await installation.settled(runId)).progress).toMatchObject(undisturbed);
    expect.soft((await modelCalls()) - before).toBe(await recordedCalls(runId));
    expect.soft(await here.services.replayRun(SYSTEM, runId)).toMatchObject({ equal: true });
  }
});

it("a run has the same result when leases are lost and several jobs advance it", async () => {
  const here = installation.container;
  const { pool } = people.database;
  const { decisions } = undisturbed;
  const before = installation.gate.calls();
  let broken = 0;
  // Ten times, at whatever step the run is then.
  const stopBreaking = installation.gate.onCall((calls) => {
    if (calls - before < (broken + 0.5) * (decisions / 10)) return;
    broken += 1;
    void pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " +
        "current_database() AND application_name = 'microcosm run leases'",
    );
  });
  const runId = await start();
  await driveConcurrently(
    runId,
    [here, otherContainer, here, otherContainer],
    (error) =>
      error instanceof Error && /connection|terminat|ECONNRESET|EPIPE/i.test(error.message),
  ).finally(stopBreaking);
  expect(broken).toBeGreaterThanOrEqual(10);
  expect((await installation.settled(runId)).progress).toMatchObject(undisturbed);
  expect(await here.services.replayRun(SYSTEM, runId)).toMatchObject({ equal: true });
});

/** The queued jobs of a run's current step. */
async function jobsOfStep(
  runId: string,
): Promise<readonly { queue: string; state: string; attempts: number; starts: number }[]> {
  const { version, epoch } = await readPosition(runId);
  const { rows } = await people.database.pool.query<{
    queue: string;
    state: string;
    attempts: number;
    starts: number;
  }>(
    "SELECT queue, state::text, attempts_made AS attempts, attempts_started AS starts FROM " +
      "bullmq.job WHERE id = 'commit-' || $1 OR id LIKE 'decide-' || $1 || '-%'",
    [`${runId}-${version}-${epoch}`],
  );
  return rows;
}

it("recovery enqueues no decisions that the commit makes inline", async () => {
  const { services } = installation.container;
  const runId = await start(DISCUSSION);
  installation.gate.hold();
  const stopping = new AbortController();
  const interrupted = services
    .commitStep({ runId, ...(await readPosition(runId)) }, stopping.signal)
    .catch((error: Error) => error.name);
  await installation.gate.untilHeld();
  expect((await readPosition(runId)).planned).toBeGreaterThan(0);
  stopping.abort();
  expect(await interrupted).toBe("ShardInterruptedError");
  installation.gate.release();
  await services.recoverRuns();
  expect(await jobsOfStep(runId)).toEqual([
    { queue: "commit", state: "waiting", attempts: 0, starts: 0 },
  ]);
  await services.commandRun(SYSTEM, runId, "cancel");
});

it("a commit decides inline while the endpoint has room; another continues after it", async () => {
  const { services } = installation.container;
  const finished = async (runId: string) => (await installation.settled(runId)).progress;
  const handedOut = await start(SURVEY);
  await driveConcurrently(handedOut, [installation.container]);
  const { digest, decisions } = await finished(handedOut);

  const roomy = await services.ensureEndpoint({
    name: "Roomy",
    model: "microcosm-demo",
    baseUrl: installation.demoModelUrl,
    apiKey: null,
    concurrency: 64,
  });
  const runId = await start({ ...SURVEY, endpointId: roomy.id });
  installation.gate.hold(10);
  const stopping = new AbortController();
  const interrupted = services
    .commitStep({ runId, ...(await readPosition(runId)) }, stopping.signal)
    .catch((error: Error) => error.name);
  await waitFor(
    () => readPosition(runId),
    ({ done }) => done > 0,
  );
  await services.recoverRuns();
  expect(await jobsOfStep(runId)).toEqual([]);
  stopping.abort();
  expect(await interrupted).toBe("ShardInterruptedError");
  installation.gate.release();
  await services.recoverRuns();
  expect((await jobsOfStep(runId)).map(({ queue }) => queue).sort()).toEqual([
    "commit",
    "decide",
    "decide",
  ]);
  await driveConcurrently(runId, [installation.container]);
  expect(await finished(runId)).toMatchObject({ status: "completed", digest, decisions });
});

it("a resumed run waits until the job from before the pause releases its lease", async () => {
  const { services } = installation.container;
  const signal = new AbortController().signal;
  const another = runLeases(installation.databaseUrl);
  const runId = await start(DISCUSSION);
  const early = await readPosition(runId);
  const lease = await another.acquire(early.key);
  for (const { services: tried } of [installation.container, otherContainer])
    await expect(tried.commitStep({ runId, ...early }, signal)).rejects.toThrow(RetryLaterError);
  await services.commandRun(SYSTEM, runId, "pause");
  await services.commitStep({ runId, ...early }, signal);
  await services.commandRun(SYSTEM, runId, "resume");

  await installation.workHere();
  // It is delivered repeatedly, and no attempt is counted.
  const [delayed] = await waitFor(
    () => jobsOfStep(runId),
    (jobs) => jobs.some(({ state, starts }) => state === "delayed" && starts >= 3),
  );
  expect(delayed).toMatchObject({ queue: "commit", attempts: 0 });
  expect(await readPosition(runId)).toMatchObject({ version: 0, status: "running" });
  await lease?.release();
  await another.close();
  expect((await installation.settled(runId)).progress).toMatchObject({
    status: "completed",
    statusReason: null,
  });
});

it("a worker has calls of more small runs in flight than its number of shards", async () => {
  const { services } = installation.container;
  const { id: endpointId } = await services.ensureEndpoint({
    name: "Wide",
    model: "microcosm-demo",
    baseUrl: installation.demoModelWith("seed=1"),
    apiKey: null,
    concurrency: 400,
  });
  installation.gate.hold();
  const { runIds } = await services.startStudy(SYSTEM, { ...SURVEY, replicates: 6, endpointId });
  // As many calls as five of the runs make, of which a worker takes four shards.
  await installation.gate.untilHeld(5 * 40);
  installation.gate.release();
  for (const runId of runIds)
    expect((await installation.settled(runId)).progress).toMatchObject({
      status: "completed",
      decisions: 80,
    });
});
