import { expect, test } from "vitest";
import { sampleStatus } from "@/lib/services/processes/testing";
import { createMetrics } from "./registry";
import { problemsOf, samplesOf } from "./testing/exposition";

const STATUSES = [
  sampleStatus("a", {
    name: 'Lab "GPU"\n\\1',
    active: 3,
    limit: 8,
    waiting: 2,
    ok: 10,
    failed: { timeout: 4, rateLimited: 1 },
    abandoned: 2,
    retries: 5,
    hedges: 1,
    promptTokens: 1_000,
    completionTokens: 50,
  }),
  sampleStatus("b", { name: "Same", circuit: "open", ok: 1 }),
  sampleStatus("c", { name: "Same", ok: 2 }),
];

test("reports the pool's counts as of the scrape, in Prometheus' format", async () => {
  let statuses = STATUSES;
  const metrics = createMetrics({ program: "worker", status: () => statuses });
  metrics.callAnswered("Same", "tiny", 0.3);
  metrics.decisionsRecorded(7);
  metrics.stepCommitted(0.02);
  const text = await metrics.text();
  expect(problemsOf(text)).toEqual([]);
  const samples = samplesOf(text);
  const lab = '{endpoint="Lab \\"GPU\\"\\n\\\\1",model="tiny"';
  expect(samples.get(`microcosm_model_calls_total${lab},outcome="timeout",program="worker"}`)).toBe(
    4,
  );
  expect(
    samples.get(`microcosm_model_calls_total${lab},outcome="abandoned",program="worker"}`),
  ).toBe(2);
  expect(samples.get(`microcosm_model_tokens_total${lab},kind="prompt",program="worker"}`)).toBe(
    1_000,
  );
  expect(samples.get(`microcosm_model_calls_active${lab},program="worker"}`)).toBe(3);
  expect(
    samples.get(
      `microcosm_model_calls_total{endpoint="Same",model="tiny",outcome="ok",program="worker"}`,
    ),
  ).toBe(3);
  expect(
    samples.get(
      `microcosm_endpoint_circuit{endpoint="Same",model="tiny",state="open",program="worker"}`,
    ),
  ).toBe(1);
  expect(
    samples.get(
      `microcosm_model_call_seconds_bucket{le="0.5",program="worker",endpoint="Same",model="tiny"}`,
    ),
  ).toBe(1);
  expect(samples.get(`microcosm_decisions_recorded_total{program="worker"}`)).toBe(7);
  expect(samples.get(`microcosm_commit_seconds_count{program="worker"}`)).toBe(1);
  expect([...samples.keys()].some((name) => name.startsWith("process_resident_memory_bytes"))).toBe(
    true,
  );
  expect([...samples.keys()].filter((name) => name.startsWith("microcosm_runs"))).toEqual([]);

  statuses = [sampleStatus("b", { name: "Same", ok: 9 })];
  const later = samplesOf(await metrics.text());
  expect(
    later.get(
      `microcosm_model_calls_total{endpoint="Same",model="tiny",outcome="ok",program="worker"}`,
    ),
  ).toBe(9);
  expect(
    later.get(
      `microcosm_endpoint_circuit{endpoint="Same",model="tiny",state="open",program="worker"}`,
    ),
  ).toBe(0);
  expect(later.has(`microcosm_model_calls_active${lab},program="worker"}`)).toBe(false);
});

test("reads installation counts at every scrape, and omits them when that fails", async () => {
  let answer: () => Promise<{
    runs: Record<string, number>;
    jobs: Record<string, Record<string, number>>;
    processes: Record<string, number>;
  }> = async () => ({
    runs: { running: 2 },
    jobs: { decide: { waiting: 40 } },
    processes: { worker: 3 },
  });
  const metrics = createMetrics({ program: "app", status: () => [], installation: () => answer() });
  const samples = samplesOf(await metrics.text());
  expect(samples.get('microcosm_runs{status="running",program="app"}')).toBe(2);
  expect(samples.get('microcosm_queue_jobs{queue="decide",state="waiting",program="app"}')).toBe(
    40,
  );
  expect(samples.get('microcosm_processes{of="worker",program="app"}')).toBe(3);
  answer = () => Promise.reject(new Error("no database"));
  const text = await metrics.text();
  expect(problemsOf(text)).toEqual([]);
  expect(text).not.toContain('status="running"');
  expect(text).toContain("process_resident_memory_bytes");
});
