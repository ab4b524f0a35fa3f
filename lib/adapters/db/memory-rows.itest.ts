import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemoryEntry, MemoryNeed } from "@/lib/engine";
import { copyRows } from "./copy-rows";
import { openDatabase, type Database } from "./database";
import { MEMORY_COLUMNS, memoryCells, readMemories, writeEmbeddings } from "./memory-rows";
import { createTestDatabase, type TestDatabase } from "./test-database";

const RUN = 7;

let test: TestDatabase;
let database: Database;

const entry = (agent: string, seq: number, more: Partial<MemoryEntry> = {}): MemoryEntry => ({
  agentType: "Person",
  agent,
  seq,
  round: 1,
  phase: "day",
  kind: "told",
  text: `memory ${seq}`,
  importance: 0.25,
  ...more,
});
const bytes = Int8Array.from({ length: 256 }, (_, at) => at - 128);
const need = (agents: string[], more: Partial<MemoryNeed> = {}): MemoryNeed => ({
  agentType: "Person",
  agents,
  latest: "all",
  embeddings: true,
  ...more,
});
const read = (
  agents: string[],
  embedder: string | null,
  more: Partial<MemoryNeed> = {},
  before = 99,
) => readMemories(database.pool, RUN, before, need(agents, more), embedder);

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, () => undefined);
  const client = await database.pool.connect();
  const made: [number, MemoryEntry][] = [
    [1, entry("Person-1", 0, { embedding: { by: "hashing", bytes } })],
    [1, entry("Person-2", 1)],
    [2, entry("Person-1", 0)],
    [3, entry("Person-1", 0, { kind: "insight", cites: ["1.0", "2.0"] })],
    [3, entry("Person-1", 1)],
    [1, entry("Person-1", 5, { agentType: "Pet" })],
  ];
  await copyRows(
    client,
    `memory (${MEMORY_COLUMNS})`,
    made.map(([version, memory]) => memoryCells(RUN, version, memory)),
  );
  client.release();
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

it("reads the memories of agents, oldest first, as of a version", async () => {
  const found = await read(["Person-1", "Person-2", "Person-3"], "hashing");
  expect([...found.keys()].sort()).toEqual(["Person-1", "Person-2"]);
  expect(found.get("Person-1")?.map(({ version, seq, kind }) => [version, seq, kind])).toEqual([
    [1, 0, "told"],
    [2, 0, "told"],
    [3, 0, "insight"],
    [3, 1, "told"],
  ]);
  expect(found.get("Person-1")?.[0]).toEqual({
    version: 1,
    seq: 0,
    round: 1,
    kind: "told",
    text: "memory 0",
    importance: 0.25,
    embedding: bytes,
  });
  expect(
    (await read(["Person-1"], null, { latest: 2 }))
      .get("Person-1")
      ?.map(({ version, seq }) => [version, seq]),
  ).toEqual([
    [3, 0],
    [3, 1],
  ]);
  expect((await read(["Person-1"], null, {}, 2)).get("Person-1")).toHaveLength(1);
});

it("stores the memories that an insight cites", async () => {
  const { rows } = await database.pool.query<{ cites: string[] }>(
    "SELECT cites FROM memory WHERE run = $1 AND kind = 'insight'",
    [RUN],
  );
  expect(rows).toEqual([{ cites: ["1.0", "2.0"] }]);
});

it("returns embeddings of one embedder only, and replaces those of another", async () => {
  expect(
    (await read(["Person-1"], "other"))
      .get("Person-1")
      ?.every(({ embedding }) => embedding === null),
  ).toBe(true);
  const made = [1, 2].map((version) => ({
    agent: "Person-1",
    version,
    seq: 0,
    embedding: new Int8Array(256).fill(version),
  }));
  await writeEmbeddings(database.pool, RUN, "other", made);
  expect(
    (await read(["Person-1"], "other"))
      .get("Person-1")
      ?.map(({ embedding }) => embedding?.[0] ?? null),
  ).toEqual([1, 2, null, null]);
  expect((await read(["Person-1"], "hashing")).get("Person-1")?.[0]?.embedding).toBeNull();
});

it("does not block on a concurrent write of the same embeddings", async () => {
  const other = await database.pool.connect();
  await other.query("BEGIN");
  await other.query("UPDATE memory SET embedder = 'busy' WHERE run = $1 AND agent = 'Person-2'", [
    RUN,
  ]);
  await writeEmbeddings(
    database.pool,
    RUN,
    "late",
    ["Person-1", "Person-2"].map((agent) => ({
      agent,
      version: 1,
      seq: agent === "Person-1" ? 0 : 1,
      embedding: new Int8Array(256).fill(9),
    })),
  );
  await other.query("ROLLBACK");
  other.release();
  expect((await read(["Person-1"], "late")).get("Person-1")?.[0]?.embedding?.[0]).toBe(9);
  expect((await read(["Person-2"], "late")).get("Person-2")?.[0]?.embedding).toBeNull();
});
