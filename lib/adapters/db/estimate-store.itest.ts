import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findTemplate } from "@/lib/domain/gallery";
import { UNLIMITED_BUDGET, type RunModels } from "@/lib/domain/run";
import type { EndpointSelection } from "@/lib/services/estimates/ports";
import { openDatabase, type Database } from "./database";
import { endpointStore } from "./endpoint-store";
import { estimateStore } from "./estimate-store";
import { projectStore } from "./membership-store";
import { studyStore } from "./study-store";
import { createTestDatabase, type TestDatabase } from "./test-database";

let test: TestDatabase;
let database: Database;
let projectId: string;
let fast: string;
let slow: string;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, () => undefined);
  projectId = (await projectStore(database).ensureFirst("First")).id;
  const server = {
    baseUrl: "http://127.0.0.1:9/v1",
    model: "m",
    preset: "custom",
    enabled: true,
    priceIn: null,
    priceOut: null,
    keyCipher: null,
    isDemo: false,
    isBuiltIn: false,
  };
  const limits = { concurrency: 1, timeoutMs: 1_000, capabilities: null, probedAt: null };
  fast = (
    await endpointStore(database).create(
      { ...server, ...limits, name: "fast", group: "quick" },
      null,
    )
  ).id;
  slow = (
    await endpointStore(database).create(
      { ...server, ...limits, name: "slow", group: "other" },
      null,
    )
  ).id;
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const document = findTemplate("survey-experiment")!;

/** A completed run of 10 decisions, in one step with this duration in seconds. */
async function ran(
  seconds: number,
  models: RunModels,
  datasets: Record<string, string> = {},
): Promise<void> {
  const { runIds } = await studyStore(database).create({
    projectId,
    name: "study",
    isExample: false,
    createdById: null,
    budget: UNLIMITED_BUDGET,
    record: "fresh",
    failures: { pauseAfter: null, tokenCap: null },
    estimate: null,
    audit: auditEntry(SYSTEM, "study.start", { projectId: null }),
    scenario: { name: document.name, title: document.title, hash: "h", document },
    arms: [
      {
        name: "baseline",
        parameters: {},
        runs: [
          {
            replicate: 1,
            parameters: {},
            seed: 1,
            rounds: 1,
            datasets,
            embedderId: null,
            models,
            endpointId: fast,
            model: "m",
            isDemo: false,
          },
        ],
      },
    ],
  });
  const { rows } = await database.pool.query<{ key: number }>(
    `UPDATE run SET status = 'completed', decisions = 10, started_at = '2026-01-01' WHERE id = $1
      RETURNING key`,
    [runIds[0]],
  );
  await database.pool.query(
    `INSERT INTO step (run, version, round, phase, digest, decisions, invalid, rejected,
      committed_at) VALUES ($1, 1, 1, 'p', '', 10, 0, 0, timestamp '2026-01-01' + $2 * interval
      '1 second')`,
    [rows[0]?.key, seconds],
  );
}

it("measures the pace of runs that used only endpoints of the study", async () => {
  await ran(1, { all: { endpointId: fast, model: "m" } });
  await ran(2, { all: { group: "quick", model: "m" } });
  await ran(9, {
    some: { endpointId: fast, model: "m" },
    others: { endpointId: slow, model: "m" },
  });
  const only: EndpointSelection = { endpoints: [fast], groups: [] };
  const secondsOf = async (own: EndpointSelection, all: EndpointSelection) =>
    (await estimateStore(database).pace(projectId, document.name, "m", { own, all })).steps
      .map(({ seconds }) => seconds)
      .sort((one, other) => one - other);
  expect(await secondsOf(only, only)).toEqual([1]);
  expect(await secondsOf(only, { endpoints: [fast], groups: ["quick"] })).toEqual([1, 2]);
  expect(await secondsOf(only, { endpoints: [fast, slow], groups: ["quick"] })).toEqual([1, 2, 9]);
  expect(
    await secondsOf({ endpoints: [slow], groups: [] }, { endpoints: [fast, slow], groups: [] }),
  ).toEqual([9]);
});

it("finds earlier runs with equal scenario, parameters, datasets, model and seed", async () => {
  await ran(1, {}, { people: "0193-a" });
  const same = (datasets: Record<string, string>) =>
    estimateStore(database).findSameRuns({
      projectId,
      scenarioHash: "h",
      parameters: {},
      datasets,
      model: "m",
      seeds: [1],
    });
  expect(await same({ people: "0193-a" })).toHaveLength(1);
  expect(await same({ people: "0193-b" })).toEqual([]);
});
