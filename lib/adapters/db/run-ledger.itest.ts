import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { findTemplate } from "@/lib/domain/gallery";
import { UNLIMITED_BUDGET } from "@/lib/domain/run";
import type { Commit, RowChange } from "@/lib/engine";
import {
  DECISION_COLUMNS,
  type DecisionColumn,
  type RecordedDecision,
} from "@/lib/domain/decision";
import { makeDecision } from "@/lib/domain/decision/testing/make-decision";
import type { RunRecord } from "@/lib/services/runs/ports";
import { openDatabase, type Database } from "./database";
import { snakeCase } from "./decision-columns";
import { endpointStore } from "./endpoint-store";
import { projectStore } from "./membership-store";
import { runLedger } from "./run-ledger";
import { runStore } from "./run-store";
import { studyStore } from "./study-store";
import { createTestDatabase, type TestDatabase } from "./test-database";

let test: TestDatabase;
/** Two processes' access to the same database. */
let here: Database;
let there: Database;
let projectId: string;
let endpointId: string;
let run: RunRecord;

beforeAll(async () => {
  test = await createTestDatabase();
  here = openDatabase(test.url, () => undefined);
  there = openDatabase(test.url, () => undefined);
  projectId = (await projectStore(here).ensureFirst("First")).id;
  const server = {
    name: "server",
    baseUrl: "http://127.0.0.1:9/v1",
    model: "m",
    group: "default",
    preset: "custom",
    enabled: true,
    priceIn: null,
    priceOut: null,
    keyCipher: null,
    isDemo: false,
    isBuiltIn: false,
  };
  endpointId = (
    await endpointStore(here).create(
      {
        ...server,
        concurrency: 1,
        timeoutMs: 1_000,
        capabilities: null,
        probedAt: null,
      },
      null,
    )
  ).id;
});
afterAll(async () => {
  await here.close();
  await there.close();
  await test.drop();
});

beforeEach(async () => {
  const document = findTemplate("survey-experiment")!;
  const { runIds } = await studyStore(here).create({
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
            datasets: {},
            embedderId: null,
            models: {},
            endpointId,
            model: "m",
            isDemo: false,
          },
        ],
      },
    ],
  });
  run = (await runStore(here).transition(runIds[0]!, { from: ["queued"], to: "running" }))!;
});

const decision = (seq: number, more: Partial<RecordedDecision> = {}): RecordedDecision =>
  makeDecision({
    seq,
    round: 1,
    phase: "background",
    agentType: "Respondent",
    agent: `Respondent-${seq}`,
    kind: "questionnaire",
    action: "background",
    status: seq % 10 === 0 ? "invalid" : "valid",
    values: { concern: 3 },
    head: "You take part.",
    prompt: "How?",
    raw: "{}",
    promptTokens: 7,
    completionTokens: 3,
    latencyMs: 12.6,
    envelope: '{"body":{"model":"m","messages":[],"seed":0}}',
    seed: 77,
    ...more,
  });
const decisions = (first: number, end: number): RecordedDecision[] =>
  Array.from({ length: end - first }, (_, index) => decision(first + index));

async function counted(): Promise<object> {
  const { decisions, stepDone, invalid, promptTokens, completionTokens } = (await runStore(
    here,
  ).get(run.id))!;
  return { decisions, stepDone, invalid, promptTokens, completionTokens };
}
const countsOf = (number: number) => ({
  decisions: number,
  stepDone: number,
  invalid: number / 10,
  promptTokens: 7 * number,
  completionTokens: 3 * number,
});

const namesInTable = async (table: string): Promise<Set<string>> => {
  const { rows } = await here.pool.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1",
    [table],
  );
  return new Set(rows.map(({ name }) => name));
};

it("has exactly the declared columns in the tables of decisions and poll answers", async () => {
  const declared = Object.entries<DecisionColumn>(DECISION_COLUMNS);
  const inPolls = declared.filter(([, { poll }]) => poll !== undefined);
  const namesOf = (columns: typeof declared) => columns.map(([field]) => snakeCase(field));
  expect(await namesInTable("decision")).toEqual(new Set(namesOf(declared)));
  expect(await namesInTable("poll_answer")).toEqual(new Set(["poll_id", ...namesOf(inPolls)]));
});

it("adds and counts a decision once, however often it is recorded", async () => {
  const ledger = runLedger(here);
  await ledger.record(run, 1, decisions(0, 60));
  await ledger.record(run, 1, decisions(0, 60));
  await ledger.record(run, 1, decisions(40, 100));
  expect(await counted()).toEqual(countsOf(100));
  expect(await ledger.recorded(run.key, 1, 10, 19)).toEqual(
    new Set([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
  );
  expect((await ledger.outcomes(run.key, 1)).map(({ seq }) => seq)).toEqual(
    decisions(0, 100).map(({ seq }) => seq),
  );
});

it("records overlapping batches of two processes concurrently, each decision once", async () => {
  const [mine, theirs] = [runLedger(here), runLedger(there)];
  const batches = Array.from({ length: 24 }, (_, index) => {
    const batch = decisions((index * 37) % 700, ((index * 37) % 700) + 300);
    // Answers arrive in any order.
    return index % 2 === 0 ? batch : batch.reverse();
  });
  const rest = [decisions(0, 500), decisions(500, 1_000)];
  await Promise.all(
    [...batches, ...rest].map((batch, index) =>
      (index % 2 === 0 ? mine : theirs).record(run, 1, batch),
    ),
  );
  expect(await mine.outcomes(run.key, 1)).toHaveLength(1_000);
  expect(await counted()).toEqual(countsOf(1_000));
});

it("keeps the first answer when a decision was made twice", async () => {
  const ledger = runLedger(here);
  await ledger.record(run, 1, [decision(1, { values: { concern: 1 } })]);
  await ledger.record(run, 1, [decision(1, { values: { concern: 7 } }), decision(2)]);
  expect(await ledger.outcomes(run.key, 1)).toMatchObject([
    { seq: 1, values: { concern: 1 } },
    { seq: 2 },
  ]);
});

it("stores answers with any characters", async () => {
  const odd = "tab\t back\\slash \\N new\r\nline 😀 “quoted” 'x' \u0001";
  const ledger = runLedger(here);
  await ledger.record(run, 1, [
    decision(1, {
      values: { odd, list: [odd, -1.5, null], none: null },
      raw: `${odd}\0\ud800`,
      prompt: "x".repeat(1_000_000),
      finishReason: odd,
      head: odd,
    }),
  ]);
  expect(await ledger.outcomes(run.key, 1)).toEqual([
    { seq: 1, action: "background", values: { odd, list: [odd, -1.5, null], none: null } },
  ]);
  const { rows } = await here.pool.query(
    `SELECT raw, length(prompt) AS length, finish_reason, h.text AS head FROM decision
      JOIN prompt_head h ON h.hash = head AND h.run = decision.run WHERE decision.run = $1`,
    [run.key],
  );
  expect(rows).toEqual([
    { raw: `${odd}\ufffd\ufffd`, length: 1_000_000, finish_reason: odd, head: odd },
  ]);
});

const commitOf = (value: number): Commit => ({
  version: 1,
  step: { version: 0, round: 0, key: "setup", label: "Setup", kind: "setup", stage: 0 },
  rows: [
    {
      table: "Respondent",
      id: "Respondent-1",
      ordinal: 1,
      data: { age: value, note: "tab\t\\ 😀" },
    },
  ],
  memories: [
    {
      agentType: "Respondent",
      agent: "Respondent-1",
      seq: 0,
      round: 0,
      phase: "setup",
      kind: "told",
      text: "a\tb\\",
      importance: 0.5,
    },
  ],
  measures: [{ name: "effect", round: 0, value }],
  rejected: [],
  roundOver: true,
  next: { round: 1, label: "Background", done: 0.5, span: 0.5 },
  interventions: [],
  digest: `digest ${value}`,
});

it("lets one of several workers commit a step; the others write nothing", async () => {
  const wins = await Promise.all(
    [1, 2, 3, 4].map((value) =>
      runLedger(value % 2 === 0 ? here : there).commit(run, commitOf(value), {
        finished: false,
        nextPlanned: 5,
      }),
    ),
  );
  expect(wins.filter(Boolean)).toHaveLength(1);
  const after = (await runStore(here).get(run.id))!;
  expect(after).toMatchObject({
    version: 1,
    digest: `digest ${wins.indexOf(true) + 1}`,
    stepPlanned: 5,
    stepDone: 0,
  });
  const changes = await all(runLedger(here).changes(run.key, 0, 1));
  expect(changes).toEqual([
    {
      table: "Respondent",
      id: "Respondent-1",
      ordinal: 1,
      data: { age: wins.indexOf(true) + 1, note: "tab\t\\ 😀" },
    },
  ]);
  const memories = await runLedger(here).memories(
    run.key,
    1,
    { agentType: "Respondent", agents: ["Respondent-1"], latest: 5, embeddings: false },
    null,
  );
  expect(memories.get("Respondent-1")).toEqual([
    {
      version: 0,
      seq: 0,
      round: 0,
      kind: "told",
      text: "a\tb\\",
      importance: 0.5,
      embedding: null,
    },
  ]);
});

it("refuses a commit that does not follow the run's version", async () => {
  for (const version of [0, 2]) {
    await expect(
      runLedger(here).commit(run, { ...commitOf(1), version }, { finished: false, nextPlanned: 0 }),
    ).rejects.toThrow(`at version 0 was given the commit of version ${version}`);
  }
  expect(await runStore(here).get(run.id)).toMatchObject({ version: 0, digest: null });
});

const all = async (batches: AsyncIterable<readonly RowChange[]>): Promise<RowChange[]> => {
  const changes: RowChange[] = [];
  for await (const batch of batches) changes.push(...batch);
  return changes;
};

it("reads a world page by page, each row once", async () => {
  await here.pool.query(
    `INSERT INTO row_version (run, "table", ordinal, version, round, row, data)
     SELECT $1, 'Firm', ordinal, version, 0, 'Firm-' || ordinal, jsonb_build_object('version',
       version) FROM generate_series(1, 20010) ordinal, generate_series(0, 1) version`,
    [run.key],
  );
  const changes = await all(runLedger(here).changes(run.key, 0, 2));
  expect(changes.map(({ ordinal }) => ordinal)).toEqual(
    Array.from({ length: 20_010 }, (_, index) => index + 1),
  );
  expect(changes.every(({ data }) => data?.version === 1)).toBe(true);
});

it("reads each changed row once, as of the last step, deleted rows included", async () => {
  await here.pool.query(
    `INSERT INTO row_version (run, "table", ordinal, version, round, row, data)
     SELECT $1, 'Firm', v.ordinal, v.version, 0, 'Firm-' || v.ordinal, v.data::jsonb
     FROM unnest($2::int[], $3::int[], $4::text[]) AS v(ordinal, version, data)`,
    [
      run.key,
      [1, 2, 3, 1, 1, 2],
      [0, 0, 0, 1, 3, 2],
      ['{"size":1}', '{"size":2}', '{"size":3}', '{"size":10}', '{"size":30}', null],
    ],
  );
  const sizes = async (from: number, before: number) =>
    (await all(runLedger(here).changes(run.key, from, before))).map(({ id, data }) => [
      id,
      data?.size ?? null,
    ]);
  expect(await sizes(0, 4)).toEqual([
    ["Firm-1", 30],
    ["Firm-2", null],
    ["Firm-3", 3],
  ]);
  expect(await sizes(0, 3)).toEqual([
    ["Firm-1", 10],
    ["Firm-2", null],
    ["Firm-3", 3],
  ]);
  expect(await sizes(1, 3)).toEqual([
    ["Firm-1", 10],
    ["Firm-2", null],
  ]);
  expect(await sizes(3, 4)).toEqual([["Firm-1", 30]]);
  expect(await sizes(4, 9)).toEqual([]);
});

it("commits nothing for a run that was paused or resumed meanwhile", async () => {
  const runs = runStore(here);
  await runs.transition(run.id, { from: ["running"], to: "paused", newEpoch: true });
  expect(await runLedger(here).commit(run, commitOf(1), { finished: false, nextPlanned: 0 })).toBe(
    false,
  );
  const resumed = await runs.transition(run.id, {
    from: ["paused"],
    to: "running",
    newEpoch: true,
  });
  expect(await runLedger(here).commit(run, commitOf(1), { finished: false, nextPlanned: 0 })).toBe(
    false,
  );
  expect(
    await runLedger(here).commit(resumed!, commitOf(1), { finished: true, nextPlanned: 0 }),
  ).toBe(true);
  expect(await runs.get(run.id)).toMatchObject({ status: "completed", activeSince: null });
});
