import { afterAll, beforeAll, expect, it } from "vitest";
import { problemsOf, samplesOf } from "@/lib/adapters/metrics/testing/exposition";
import {
  openInstallation,
  type Installation,
  type WorkerProcess,
} from "@/lib/container/testing/installation";
import { testPort } from "@/lib/container/testing/test-port";
import { SYSTEM } from "@/lib/domain/access";

const CALLS_AT_ONCE = 8;

let installation: Installation;
let workers: { process: WorkerProcess; port: number }[];

const live = () => installation.container.services.getLivePool(SYSTEM);
const scrape = (port: number, headers: Record<string, string> = {}) => {
  const read = () => fetch(`http://127.0.0.1:${port}/metrics`, { headers });
  // The server may close an idle connection at the very moment in which it is used again.
  return read().catch(read);
};

async function startWorker(variables: Record<string, string> = {}) {
  const port = await testPort();
  return {
    port,
    process: await installation.startWorker({ METRICS_PORT: String(port), ...variables }),
  };
}

/** The sum of a metric's samples. */
async function total(port: number, name: string): Promise<number> {
  const samples = samplesOf(await (await scrape(port)).text());
  return [...samples]
    .filter(([key]) => key.startsWith(`${name}{`))
    .reduce((sum, [, value]) => sum + value, 0);
}

beforeAll(async () => {
  installation = await openInstallation({
    demoModelArguments: ["--latency-ms", "40"],
    callsAtOnce: CALLS_AT_ONCE,
  });
  workers = await Promise.all([startWorker(), startWorker()]);
});
afterAll(() => installation.close());

it("workers report that they are alive when they start", async () => {
  const pids = workers.map(({ process }) => process.pid).sort((a, b) => a - b);
  await expect
    .poll(async () => (await live()).processes.map(({ pid }) => pid).sort((a, b) => a - b))
    .toEqual(pids);
  const { processes } = await live();
  for (const one of processes) {
    expect(one).toMatchObject({ program: "worker", roles: ["simulation"] });
    expect(one.memory).toBeGreaterThan(20_000_000);
    expect(one.silentSeconds).toBeGreaterThanOrEqual(0);
  }
});

it("every call of a run appears on the page and in the metrics", async () => {
  const { runIds } = await installation.container.services.startStudy(SYSTEM, {
    template: "opinion-dynamics",
    parameters: { voters: 120 },
    rounds: 2,
    seed: 7,
    replicates: 1,
  });
  const runId = runIds[0] ?? "";
  const settled = installation.settled(runId);
  await expect
    .poll(
      async () =>
        (await live()).endpoints.find(({ health }) => health === "answers")?.callsPerSecond ?? 0,
    )
    .toBeGreaterThan(0);
  const { progress } = await settled;
  expect(progress.status).toBe("completed");

  const texts = await Promise.all(workers.map(async ({ port }) => (await scrape(port)).text()));
  expect(texts.flatMap(problemsOf)).toEqual([]);
  const sum = async (name: string): Promise<number> =>
    (await Promise.all(workers.map(({ port }) => total(port, name)))).reduce((a, b) => a + b, 0);
  expect(await sum("microcosm_decisions_recorded_total")).toBe(progress.decisions);
  expect(await sum("microcosm_model_tokens_total")).toBe(
    progress.promptTokens + progress.completionTokens,
  );
  expect(await sum("microcosm_model_call_seconds_count")).toBeGreaterThanOrEqual(
    progress.decisions,
  );
  expect(await sum("microcosm_commit_seconds_count")).toBeGreaterThan(2);
  // Together they keep to the endpoint's concurrency limit.
  await expect.poll(() => sum("microcosm_model_calls_limit")).toBeLessThanOrEqual(CALLS_AT_ONCE);
  for (const text of texts) expect(text).not.toMatch(/sk-|You are|127\.0\.0\.1/);

  await expect
    .poll(async () => (await live()).endpoints[0])
    .toMatchObject({
      health: "answers",
      failed: {},
      errorRate: 0,
      active: 0,
      waiting: 0,
    });
  await expect
    .poll(async () => (await live()).endpoints[0]?.limit)
    .toBeLessThanOrEqual(CALLS_AT_ONCE);
  const [endpoint] = (await live()).endpoints;
  expect(endpoint?.latencyP50Ms).toEqual(expect.any(Number));
});

it("metrics are served to this machine, or with the token", async () => {
  const [{ port = 0 } = {}] = workers;
  expect((await scrape(port, { "x-forwarded-for": "127.0.0.1" })).status).toBe(403);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  const closed = await startWorker({ METRICS_TOKEN: "s3cret", WORKER_ROLES: "review" });
  expect((await scrape(closed.port)).status).toBe(403);
  expect((await scrape(closed.port, { authorization: "Bearer s3cret" })).status).toBe(200);
  // It is alive, and not among those with the simulation role.
  const counts = async () => {
    const { processes, workers: simulating } = await live();
    return { processes: processes.length, simulating };
  };
  await expect.poll(counts).toEqual({ processes: 3, simulating: 2 });
  expect(await closed.process.stop()).toBe(0);
  await expect.poll(counts).toEqual({ processes: 2, simulating: 2 });
});

it("a worker takes the share of a killed one; a stopped worker leaves at once", async () => {
  const [doomed, survivor] = workers;
  if (!doomed || !survivor) throw new Error("two workers were started");
  await expect
    .poll(() => total(survivor.port, "microcosm_model_calls_limit"))
    .toBeLessThanOrEqual(CALLS_AT_ONCE / 2);
  await doomed.process.kill();
  await expect.poll(async () => (await live()).workers).toBe(1);

  const runs = (
    await installation.container.services.startStudy(SYSTEM, {
      template: "opinion-dynamics",
      parameters: { voters: 60 },
      rounds: 1,
      seed: 8,
      replicates: 1,
    })
  ).runIds;
  await installation.settled(runs[0] ?? "");
  await expect
    .poll(() => total(survivor.port, "microcosm_model_calls_limit"))
    .toBeGreaterThan(CALLS_AT_ONCE / 2);
  expect(await survivor.process.stop()).toBe(0);
  expect((await live()).processes).toEqual([]);
});
