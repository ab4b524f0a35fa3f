import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EndpointStatus } from "../models/ports";
import { Heartbeat } from "./heartbeat";
import type { ProcessReport } from "./ports";
import { sampleStatus } from "./testing";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function set({
  roles = ["simulation"],
  report = async () => 3,
}: { roles?: string[]; report?: (process: ProcessReport) => Promise<number> } = {}) {
  const reports: ProcessReport[] = [];
  const logged: string[] = [];
  const shares: number[] = [];
  const notified: string[] = [];
  const pool = {
    statuses: [] as EndpointStatus[],
    status: () => pool.statuses,
    setShare: (processes: number) => void shares.push(processes),
  };
  const processes = {
    report: (process: ProcessReport) => (reports.push(process), report(process)),
    remove: async (id: string) => void notified.push(`remove ${id}`),
    removeSilent: async (silentMs: number) =>
      void notified.push(`removeSilent ${silentMs / 3_600_000} h`),
    live: async () => [],
  };
  const heartbeat = new Heartbeat(
    {
      processes,
      pool,
      elapsed: () => Date.now(),
      now: () => new Date(),
      memory: () => 100,
      log: (message) => void logged.push(message),
    },
    { id: "p", program: "worker", host: "lab", pid: 7, roles, startedAt: new Date(0) },
  );
  return { heartbeat, reports, shares, said: logged, told: notified, pool };
}

test("reports at once and every two seconds, and shares endpoints with live workers", async () => {
  const { heartbeat, reports, shares, told, pool } = set();
  heartbeat.start();
  pool.statuses = [
    sampleStatus("e", {
      ok: 8,
      circuit: "open",
      circuitReason: "gone",
      retryAt: 1_007_000,
      failed: { timeout: 1 },
    }),
  ];
  await vi.advanceTimersByTimeAsync(5_900);
  expect(reports).toHaveLength(3);
  expect(reports[0]).toMatchObject({
    id: "p",
    program: "worker",
    roles: ["simulation"],
    memory: 100,
    endpoints: [],
  });
  expect(reports[2]?.endpoints[0]).toMatchObject({
    endpointId: "e",
    retryInMs: 3_000,
    tried: true,
    answered: true,
    ok: 8,
    failed: { timeout: 1 },
  });
  expect(shares).toEqual([3, 3, 3]);
  expect(told).toEqual(["removeSilent 24 h"]);
  await heartbeat.stop();
  expect(told).toContain("remove p");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reports).toHaveLength(3);
});

test("leaves the endpoints to processes with the simulation role", async () => {
  const { heartbeat, shares, reports } = set({ roles: [] });
  await heartbeat.beat();
  expect([reports.length, shares]).toEqual([1, []]);
});

test("logs a database failure once, and the recovery once", async () => {
  let works = false;
  const { heartbeat, said, reports } = set({
    report: async () => (works ? 1 : Promise.reject(new Error("connection refused"))),
  });
  for (let turn = 0; turn < 3; turn += 1) await heartbeat.beat();
  expect(said).toEqual(["state of this process could not be stored"]);
  works = true;
  for (let turn = 0; turn < 3; turn += 1) await heartbeat.beat();
  expect(said).toEqual([
    "state of this process could not be stored",
    "state of this process is stored again",
  ]);
  expect(reports).toHaveLength(6);
});

test("sends one report to a database that hangs, and does not block the end", async () => {
  const { heartbeat, reports, told } = set({ report: () => new Promise(() => undefined) });
  heartbeat.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(reports).toHaveLength(1);
  const stopped = heartbeat.stop();
  await vi.advanceTimersByTimeAsync(2_000);
  await stopped;
  expect(told).toEqual([]);
});
