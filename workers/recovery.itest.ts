import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/access";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { openPeople, type People } from "@/lib/container/testing/people";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 60, tasks: 1 },
  seed: 11,
  replicates: 3,
};

let installation: Installation;
let people: People;

beforeAll(async () => {
  installation = await openInstallation();
  people = openPeople(installation.databaseUrl);
});
afterAll(async () => {
  await people.close();
  await installation.close();
});

/** Deletes every job, as the loss of a queue server would, and returns their number. */
async function loseAllJobs(): Promise<number> {
  const { pool } = people.database;
  const { rows } = await pool.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND " +
      "tablename LIKE 'job%'",
  );
  const { rows: jobs } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM bullmq.job",
  );
  await pool.query(`TRUNCATE ${rows.map(({ name }) => `bullmq.${name}`).join(", ")} CASCADE`);
  return jobs[0]?.count ?? 0;
}

it("a starting worker continues runs whose jobs are lost", async () => {
  const { services } = installation.container;
  const [undisturbed, interrupted, queued] = (await services.startStudy(SYSTEM, STUDY)).runIds as [
    string,
    string,
    string,
  ];
  await services.commandRun(SYSTEM, interrupted, "pause");
  // The process died before it enqueued the first step of the third run.
  await people.database.pool.query(
    "UPDATE run SET status = 'queued', started_at = NULL, active_since = NULL WHERE id = $1",
    [queued],
  );
  const first = await installation.startWorker();
  await installation.settled(undisturbed);
  await installation.settled(queued);
  expect(await services.getRun(SYSTEM, queued)).toMatchObject({
    progress: { status: "completed", decisions: 120 },
  });

  installation.gate.hold(20);
  await services.commandRun(SYSTEM, interrupted, "resume");
  await installation.gate.untilHeld();
  await installation.until(interrupted, ({ progress }) => progress.stepDone > 3);
  await first.kill();
  expect(await loseAllJobs()).toBeGreaterThan(0);
  expect(await services.getRun(SYSTEM, interrupted)).toMatchObject({
    progress: { status: "running" },
  });

  installation.gate.release();
  await installation.startWorker();
  const run = await installation.settled(interrupted);
  expect(run.progress).toMatchObject({ status: "completed", decisions: 120 });

  // The same seed without interruption: the same digest.
  const { runIds } = await services.startStudy(SYSTEM, { ...STUDY, seed: run.seed, replicates: 1 });
  expect((await installation.settled(runIds[0] ?? "")).progress.digest).toBe(run.progress.digest);
});

it("a worker that starts while others work does not affect their runs", async () => {
  const { services } = installation.container;
  installation.gate.hold();
  const { runIds } = await services.startStudy(SYSTEM, { ...STUDY, replicates: 1 });
  const recovered = await Promise.all([
    services.recoverRuns(),
    services.recoverRuns(),
    installation.startWorker(),
  ]);
  expect(recovered[0]).toBe(1);
  installation.gate.release();
  const run = await installation.settled(runIds[0] ?? "");
  expect(run.progress).toMatchObject({ status: "completed", decisions: 120 });
  expect(await services.listDecisions(SYSTEM, run.id, { limit: 500 })).toMatchObject({
    total: 120,
    rows: { length: 120 },
  });
});
