import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/access";
import { templates } from "@/lib/domain/gallery";
import { scenario as scenarioSchema } from "@/lib/domain/scenario";
import { openInstallation, type Installation } from "@/lib/container/testing/installation";

/** Small populations and two rounds, whatever the parameters are called. */
const studies = templates().map((document) => {
  const { name, parameters } = scenarioSchema.parse(document);
  const smallParameters = Object.entries(parameters).flatMap(([key, one]) =>
    one.type === "integer"
      ? [[key, Math.min(one.default, Math.max(one.min ?? 1, 12))] as const]
      : [],
  );
  return {
    template: name,
    parameters: Object.fromEntries(smallParameters),
    rounds: 2,
    seed: 5,
    replicates: 1,
  };
});

let installation: Installation;

beforeAll(async () => {
  installation = await openInstallation();
});
afterAll(() => installation.close());

/** Starts every template at once; returns the ids of their runs. */
async function startAll(): Promise<string[]> {
  const runIds: string[] = [];
  for (const study of studies)
    runIds.push((await installation.container.services.startStudy(SYSTEM, study)).runIds[0] ?? "");
  return runIds;
}

async function digests(runIds: readonly string[]): Promise<string[]> {
  const runs = await Promise.all(runIds.map((runId) => installation.settled(runId)));
  return runs.map(
    ({ scenarioName, progress }) =>
      `${scenarioName}: ${progress.status} ${progress.statusReason ?? ""} ${progress.digest}`,
  );
}

it("every template has the same digest on one worker and on several that die", async () => {
  const alone = await installation.startWorker();
  const undisturbed = await digests(await startAll());
  const calls = installation.gate.calls();
  await alone.stop();
  expect(undisturbed.filter((line) => !line.includes(": completed "))).toEqual([]);

  installation.gate.hold();
  const runIds = await startAll();
  const others = await Promise.all([installation.startWorker(), installation.startWorker()]);
  for (const share of [0.2, 0.5]) {
    const doomed = await installation.startWorker();
    installation.gate.release();
    await installation.gate.untilCalls(Math.round(calls * (1 + share)));
    await doomed.kill();
  }
  expect(await digests(runIds)).toEqual(undisturbed);
  for (const runId of runIds)
    expect(await installation.container.services.replayRun(SYSTEM, runId)).toMatchObject({
      equal: true,
    });
  await Promise.all(others.map((worker) => worker.stop()));
});
