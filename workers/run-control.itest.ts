import { afterAll, beforeAll, expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { SYSTEM } from "@/lib/domain/access";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";
import { waitFor } from "@/lib/container/testing/wait-for";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 60, tasks: 1 },
  seed: 11,
  replicates: 1,
};

let installation: Installation;
let people: People;
let undisturbed: string | null;

beforeAll(async () => {
  installation = await openInstallation({ callsAtOnce: 4 });
  people = openPeople(installation.databaseUrl);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

async function startRun(): Promise<string> {
  const { runIds } = await installation.container.services.startStudy(SYSTEM, STUDY);
  return runIds[0] ?? "";
}

/** Starts a run that stops within its first step, of 60 decisions, until it is released. */
async function startHeldRun(): Promise<string> {
  installation.gate.hold(10);
  const runId = await startRun();
  await installation.gate.untilHeld();
  await installation.until(runId, ({ progress }) => progress.stepDone >= 3);
  return runId;
}

/** Counts the jobs of a run that are queued or in progress. */
async function countJobs(runId: string): Promise<number> {
  const { rows } = await people.database.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM bullmq.job WHERE id LIKE '%' || $1 || '%'",
    [runId],
  );
  return rows[0]?.count ?? 0;
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

it("a stopping worker waits for no answer; another continues to the same digest", async () => {
  const first = await installation.startWorker();
  undisturbed = (await installation.settled(await startRun())).progress.digest;
  expect(undisturbed).toMatch(/^[0-9a-f]{64}$/);

  const runId = await startHeldRun();
  // Its calls are never answered: it ends all the same.
  expect(await first.stop()).toBe(0);
  const left = await installation.container.services.getRun(SYSTEM, runId);
  expect(left.progress.status).toBe("running");
  expect(left.progress.decisions).toBeLessThan(120);

  installation.gate.release();
  await installation.startWorker();
  const run = await installation.settled(runId);
  expect(run.progress).toMatchObject({
    status: "completed",
    statusReason: null,
    decisions: 120,
    digest: undisturbed,
  });
});

it("cancelling keeps recorded decisions, and makes no further calls", async () => {
  const { services } = installation.container;
  const before = installation.gate.calls();
  const runId = await startHeldRun();
  expect(await services.commandRun(SYSTEM, runId, "cancel")).toEqual({ status: "cancelled" });
  const { progress } = await services.getRun(SYSTEM, runId);
  expect(progress).toMatchObject({
    status: "cancelled",
    statusReason: "Cancelled by a member of the project.",
    etaSeconds: null,
  });
  expect(progress.decisions).toBeGreaterThanOrEqual(3);
  // Calls in flight at the cancellation may still be recorded; after that, none.
  installation.gate.release();
  await waitFor(
    () => countJobs(runId),
    (jobs) => jobs === 0,
  );
  expect((await services.getRun(SYSTEM, runId)).progress.decisions).toBeLessThan(60);
  expect(installation.gate.calls() - before).toBeLessThan(60);
  for (const command of ["pause", "resume", "cancel"] as const) {
    const error = await refusal(services.commandRun(SYSTEM, runId, command));
    expect(error).toMatchObject({ code: "conflict" });
    expect(error.message).toMatch(
      /This run is cancelled and cannot be (paused|resumed|cancelled)\./,
    );
  }
});

it("refuses commands that do not apply to the run's status", async () => {
  const { services } = installation.container;
  const runId = await startHeldRun();
  expect(await refusal(services.commandRun(SYSTEM, runId, "resume"))).toMatchObject({
    code: "conflict",
    message: "This run is running and cannot be resumed.",
  });
  await services.commandRun(SYSTEM, runId, "pause");
  expect(await refusal(services.commandRun(SYSTEM, runId, "pause"))).toMatchObject({
    code: "conflict",
  });
  // Of several concurrent attempts to resume, one succeeds.
  const resumed = await Promise.allSettled(
    [1, 2, 3, 4].map(() => services.commandRun(SYSTEM, runId, "resume")),
  );
  expect(resumed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  installation.gate.release();
  const run = await installation.settled(runId);
  expect(run.progress).toMatchObject({ status: "completed", digest: undisturbed });
  for (const command of ["pause", "resume", "cancel"] as const)
    expect(await refusal(services.commandRun(SYSTEM, runId, command))).toMatchObject({
      code: "conflict",
    });
  expect(
    await refusal(services.commandRun(SYSTEM, "00000000-0000-7000-8000-000000000000", "pause")),
  ).toMatchObject({ code: "notFound" });
});

it("a key that cannot be decrypted pauses the run with the reason", async () => {
  const { services } = installation.container;
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Keyed",
    baseUrl: installation.demoModelUrl,
    model: "microcosm-demo",
    apiKey: "sk-1",
  });
  await people.database.prisma.endpoint.update({
    where: { id },
    data: { keyCipher: "written with another key" },
  });
  const { runIds } = await services.startStudy(SYSTEM, { ...STUDY, endpointId: id });
  const run = await installation.settled(runIds[0] ?? "");
  expect(run.progress.status).toBe("paused");
  expect(run.progress.statusReason).toMatch(/key/);
});
