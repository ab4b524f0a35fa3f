import { expect, test } from "vitest";
import {
  assessBackup,
  assessDatabase,
  assessDisk,
  assessEndpoints,
  assessMigrations,
  assessQueue,
  assessRuns,
  assessWorkers,
  judge,
} from "./assess";
import type { LiveEndpoint } from "@/lib/contracts/live-pool";

const DATABASE = {
  version: "18.4",
  bytes: 2_500_000_000,
  connections: 12,
  maxConnections: 100,
  latencyMs: 1.4,
};
const GB = 1_000_000_000;

test("a database near its limit of connections, or slow, needs attention", () => {
  expect(assessDatabase(DATABASE)).toEqual({
    state: "ok",
    finding: "PostgreSQL 18.4, 2.5 GB, 12 of 100 connections, answers in 1 ms",
    advice: null,
  });
  expect(assessDatabase({ ...DATABASE, connections: 80 })).toMatchObject({
    state: "attention",
    advice: expect.stringContaining("max_connections") as string,
  });
  expect(assessDatabase({ ...DATABASE, latencyMs: 900 }).state).toBe("attention");
});

test("missing updates of the database are named, and those of a newer program first", () => {
  const none = { applied: 14, pending: [], unknown: [] };
  expect(assessMigrations(none).state).toBe("ok");
  const pending = assessMigrations({ ...none, pending: ["2_b"] });
  expect([pending.finding, pending.advice]).toEqual([
    "1 update of the database missing: 2_b",
    expect.stringContaining("migrate"),
  ]);
  const newer = assessMigrations({ ...none, pending: ["2_b"], unknown: ["3_c"] });
  expect(newer.finding).toContain("newer version: 3_c");
});

test("jobs that wait need a worker, and failed ones need somebody to look", () => {
  const queues = { decide: { waiting: 2, active: 1 }, commit: { waiting: 1, failed: 0 } };
  expect(assessQueue(queues, 1)).toMatchObject({
    state: "ok",
    finding: "3 waiting, 1 in progress, 0 failed",
  });
  expect(assessQueue(queues, 0).advice).toContain("npm run worker");
  expect(assessQueue({ poll: { failed: 1 } }, 1).state).toBe("attention");
  expect(assessQueue({}, 0).state).toBe("ok");
});

test("no worker needs attention, and so does one that vanished", () => {
  expect(assessWorkers({ live: 2, silent: [] })).toMatchObject({
    state: "ok",
    finding: "2 workers running",
  });
  expect(assessWorkers({ live: 0, silent: [] }).state).toBe("attention");
  expect(assessWorkers({ live: 1, silent: ["gpu1", "gpu1"] }).finding).toBe(
    "1 worker running; 2 others ended without notice on gpu1",
  );
});

test("failing endpoints are named; those switched off do not count", () => {
  const endpoint = (name: string, health: LiveEndpoint["health"]): LiveEndpoint => ({
    ...{ endpointId: name, name, model: "m", health, reason: null, retryInSeconds: null },
    ...{ active: 0, limit: 1, waiting: 0, callsPerSecond: 0, tokensInPerSecond: 0 },
    ...{ tokensOutPerSecond: 0, ended: 0, failed: {}, errorRate: null },
    ...{ latencyP50Ms: null, latencyP95Ms: null },
  });
  expect(assessEndpoints([endpoint("A", "off")]).finding).toBe("No endpoint is enabled");
  expect(assessEndpoints([endpoint("A", "answers"), endpoint("B", "untried")])).toMatchObject({
    state: "ok",
    finding: "2 endpoints enabled, 1 of them not called lately",
  });
  expect(
    assessEndpoints([endpoint("A", "slow"), endpoint("B", "failing"), endpoint("C", "off")]),
  ).toMatchObject({ state: "attention", finding: "1 of 2 endpoints failing: B" });
  expect(assessEndpoints([endpoint("A", "slow")]).state).toBe("attention");
});

test("failed runs, a full disk and an old backup need attention", () => {
  expect(assessRuns({ completed: 3 }).state).toBe("ok");
  expect(assessRuns({ failed: 1 }).state).toBe("attention");
  expect(assessDisk({ freeBytes: 50 * GB, totalBytes: 500 * GB }).state).toBe("ok");
  expect(assessDisk({ freeBytes: 1.9 * GB, totalBytes: 20 * GB }).state).toBe("attention");
  expect(assessDisk({ freeBytes: 20 * GB, totalBytes: 500 * GB }).state).toBe("attention");
  const now = new Date("2026-12-01T12:00:00Z");
  expect(assessBackup(null, now)).toMatchObject({ finding: "No backup was ever made" });
  expect(assessBackup(new Date("2026-12-01T01:00:00Z"), now)).toMatchObject({
    state: "ok",
    finding: "The last backup was made today",
  });
  expect(assessBackup(new Date("2026-11-30T01:00:00Z"), now).finding).toContain("1 day ago");
  expect(assessBackup(new Date("2026-10-01T00:00:00Z"), now).state).toBe("attention");
});

test("what cannot be read says why and what to do", () => {
  const options = { assess: assessRuns, unreadable: "Look at it." };
  expect(judge("runs", { error: "connection refused" }, options)).toEqual({
    subject: "runs",
    state: "attention",
    finding: "It cannot be read: connection refused",
    advice: "Look at it.",
  });
  expect(judge("runs", { facts: {} }, options)).toMatchObject({ subject: "runs", state: "ok" });
});
