import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { startGatedModel } from "@/lib/container/testing/gated-model";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";
import { waitFor } from "@/lib/container/testing/wait-for";

const STUDY = {
  template: "survey-experiment",
  parameters: { respondents: 40, tasks: 1 },
  seed: 7,
  replicates: 1,
};

let installation: Installation;
beforeAll(async () => {
  installation = await openInstallation();
  await Promise.all([
    installation.startWorker(),
    installation.startWorker(),
    installation.startWorker(),
  ]);
});
afterAll(() => installation.close());

const once = <Result>(make: () => Promise<Result>): (() => Promise<Result>) => {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
};

/** The reference: the study, run once with a model. */
const original = once(async () => {
  const { studyId, runIds } = await installation.container.services.startStudy(SYSTEM, STUDY);
  const run = await installation.settled(runIds[0]!);
  expect(run.progress).toMatchObject({ status: "completed", decisions: 80, reused: 0 });
  return { studyId, run };
});

async function decisionsOf(runId: string) {
  const { rows, total } = await installation.container.services.listDecisions(SYSTEM, runId, {
    limit: 500,
  });
  expect(new Set(rows.map(({ version, seq }) => `${version}.${seq}`)).size).toBe(total);
  return rows;
}

it("a token budget is never exceeded; once raised, runs end with the same digests", async () => {
  const { services } = installation.container;
  const { run: undisturbed } = await original();
  const perRun = undisturbed.progress.promptTokens + undisturbed.progress.completionTokens;
  const tokens = Math.round(perRun * 1.5);
  const { studyId, runIds } = await services.startStudy(SYSTEM, {
    ...STUDY,
    replicates: 3,
    budget: { tokens, money: null },
  });
  const paused = await waitFor(
    async () => {
      const { spentTokens } = await services.getBudget(SYSTEM, studyId);
      expect(spentTokens).toBeLessThanOrEqual(tokens);
      return Promise.all(runIds.map((id) => services.getRun(SYSTEM, id)));
    },
    (runs) => runs.every(({ progress }) => isSettled(progress.status)),
  );
  expect(paused.map(({ progress }) => progress.status)).toContain("paused");
  for (const { progress } of paused.filter((run) => run.progress.status === "paused")) {
    expect(progress).toMatchObject({ pauseCause: "budget", resumeAt: null });
    expect(progress.statusReason).toMatch(
      /of [\d,]+ tokens are spent, [\d,]+ are left, and the next call could use up to [\d,]+/,
    );
  }
  const { spentTokens } = await services.getBudget(SYSTEM, studyId);
  expect(spentTokens).toBeLessThanOrEqual(tokens);
  expect(spentTokens).toBeGreaterThan(tokens * 0.5);

  // Lower than what is spent: refused. Raised: the runs resume on request.
  await expect(
    services.changeBudget(SYSTEM, studyId, { budget: { tokens: 1, money: null }, resume: false }),
  ).rejects.toThrow(/already spent/);
  await services.changeBudget(SYSTEM, studyId, {
    budget: { tokens: perRun * 10, money: null },
    resume: true,
  });
  const runs = await Promise.all(runIds.map((id) => installation.settled(id)));
  expect(runs.map(({ progress }) => progress.status)).toEqual([
    "completed",
    "completed",
    "completed",
  ]);
  expect(runs[0]!.progress.digest).toBe(undisturbed.progress.digest);
  const after = await services.getBudget(SYSTEM, studyId);
  expect(after.spentTokens).toBe(
    runs.reduce((sum, { progress }) => sum + progress.promptTokens + progress.completionTokens, 0),
  );
});

it("a money budget needs prices, and is never overdrawn", async () => {
  const { services } = installation.container;
  await expect(
    services.startStudy(SYSTEM, { ...STUDY, budget: { tokens: null, money: 1 } }),
  ).rejects.toMatchObject({
    problems: [
      {
        pointer: "/budget/money",
        message: expect.stringMatching(/has no price\. Set its price on the Models page/) as string,
      },
    ],
  });
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Priced",
    baseUrl: installation.demoModelUrl,
    model: "microcosm-demo",
    priceIn: 1,
    priceOut: 4,
  });
  const { studyId, runIds } = await services.startStudy(SYSTEM, {
    ...STUDY,
    endpointId: id,
    budget: { tokens: null, money: 0.01 },
  });
  const run = await installation.settled(runIds[0]!);
  const { spentMoney } = await services.getBudget(SYSTEM, studyId);
  expect(run.progress).toMatchObject({ status: "paused", pauseCause: "budget" });
  expect(run.progress.statusReason).toMatch(/US\$[\d.]+ of US\$0.01 are spent/);
  expect(spentMoney).toBeLessThanOrEqual(0.01);
  expect(spentMoney).toBeGreaterThan(0);
  expect(run.progress.cost).toBeCloseTo(spentMoney, 9);
});

it("repeating a study from its record reuses every decision and spends no tokens", async () => {
  const { services } = installation.container;
  const { studyId, run } = await original();
  const again = await services.repeatStudy(SYSTEM, studyId, { record: "only" });
  const played = await installation.settled(again.runIds[0]!);
  expect(played.progress).toMatchObject({
    status: "completed",
    digest: run.progress.digest,
    decisions: 80,
    reused: 80,
    promptTokens: 0,
    completionTokens: 0,
  });
  expect((await decisionsOf(played.id)).map(({ status, values }) => ({ status, values }))).toEqual(
    (await decisionsOf(run.id)).map(({ status, values }) => ({ status, values })),
  );
});

it("retries are reused from the record in their order", async () => {
  const { services } = installation.container;
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Lying",
    baseUrl: installation.demoModelWith("rateInvalid=0.4,rateTruncated=0.2,seed=5"),
    model: "microcosm-demo",
  });
  const { studyId, runIds } = await services.startStudy(SYSTEM, { ...STUDY, endpointId: id });
  const run = await installation.settled(runIds[0]!);
  expect(run.progress.invalid).toBeGreaterThan(0);
  const again = await services.repeatStudy(SYSTEM, studyId, { record: "only" });
  const played = await installation.settled(again.runIds[0]!);
  expect(played.progress).toMatchObject({
    status: "completed",
    digest: run.progress.digest,
    invalid: run.progress.invalid,
    reused: run.progress.decisions,
  });
  const attempts = async (runId: string) =>
    Promise.all(
      (await decisionsOf(runId)).map(async ({ version, seq }) => {
        const {
          attempts: count,
          raw,
          reason,
        } = await services.getDecision(SYSTEM, { runId, version, seq });
        return { count, raw, reason };
      }),
    );
  expect(await attempts(played.id)).toEqual(await attempts(run.id));
});

it("“reuse” calls the model for what is not on record; “only” pauses the run", async () => {
  const { services } = installation.container;
  await original();
  const reused = await services.startStudy(SYSTEM, { ...STUDY, record: "reuse" });
  expect((await installation.settled(reused.runIds[0]!)).progress).toMatchObject({
    status: "completed",
    reused: 80,
    promptTokens: 0,
  });
  const other = await services.startStudy(SYSTEM, { ...STUDY, seed: 1_234, record: "reuse" });
  const fresh = (await installation.settled(other.runIds[0]!)).progress;
  expect(fresh).toMatchObject({ status: "completed", reused: 0 });
  expect(fresh.promptTokens).toBeGreaterThan(0);
  const only = await services.startStudy(SYSTEM, { ...STUDY, seed: 4_321, record: "only" });
  const missed = (await installation.settled(only.runIds[0]!)).progress;
  expect(missed).toMatchObject({
    status: "paused",
    pauseCause: "record",
    resumeAt: null,
    promptTokens: 0,
  });
  expect(missed.statusReason).toMatch(/No answer is recorded for the question to \S+-\d+ in “.+”/);
});

it("a run resumes by itself once its only server is back, to the same digest", async () => {
  const { services } = installation.container;
  const { run: undisturbed } = await original();
  const door = await startGatedModel(installation.demoModelUrl);
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Door",
    baseUrl: door.url,
    model: "microcosm-demo",
    concurrency: 4,
  });
  door.hold(20);
  const { runIds } = await services.startStudy(SYSTEM, { ...STUDY, endpointId: id });
  const runId = runIds[0]!;
  await door.untilHeld();
  await installation.until(runId, ({ progress }) => progress.decisions >= 10);
  door.disconnect();
  const { progress: waiting } = await installation.until(
    runId,
    ({ progress }) => progress.status === "paused",
  );
  expect(waiting).toMatchObject({
    pauseCause: "endpoint",
    statusReason: expect.stringMatching(/“Door”/) as string,
    resumeAt: expect.any(String) as string,
  });
  // It tries, and waits longer.
  await installation.until(
    runId,
    ({ progress }) =>
      progress.status === "paused" &&
      progress.resumeAt !== null &&
      progress.resumeAt !== waiting.resumeAt,
  );
  door.release();
  door.reconnect();
  const before = door.calls();
  const { progress } = await installation.until(
    runId,
    (run) => run.progress.status === "completed",
  );
  expect(progress).toMatchObject({
    status: "completed",
    statusReason: null,
    decisions: 80,
    digest: undisturbed.progress.digest,
  });
  expect(await decisionsOf(runId)).toHaveLength(80);
  // One call to check whether it is back, and one per remaining decision; repetitions are few.
  expect(door.calls() - before).toBeLessThan(80);
  await door.close();
});

it("a pause by a person ends the automatic retries", async () => {
  const { services } = installation.container;
  const { id } = await services.createEndpoint(SYSTEM, {
    name: "Nobody",
    baseUrl: "http://127.0.0.1:9/v1",
    model: "microcosm-demo",
  });
  const { runIds } = await services.startStudy(SYSTEM, { ...STUDY, endpointId: id });
  await installation.until(runIds[0]!, ({ progress }) => progress.resumeAt !== null);
  await services.commandRun(SYSTEM, runIds[0]!, "pause");
  expect((await services.getRun(SYSTEM, runIds[0]!)).progress).toMatchObject({
    status: "paused",
    pauseCause: "person",
    resumeAt: null,
  });
  await services.commandRun(SYSTEM, runIds[0]!, "cancel");
});
