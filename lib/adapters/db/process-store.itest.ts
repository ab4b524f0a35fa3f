import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProcessReport } from "@/lib/services/processes/ports";
import { sampleReport } from "@/lib/services/processes/testing";
import { openDatabase, type Database } from "./database";
import { processStore } from "./process-store";
import { createTestDatabase, type TestDatabase } from "./test-database";

let database: Database;
let test: TestDatabase;
const LIVE = 600_000;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, () => undefined);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const process = (id: string, known: Partial<ProcessReport> = {}): ProcessReport => ({
  id,
  program: "worker",
  host: "lab",
  pid: 7,
  roles: ["simulation"],
  startedAt: new Date("2026-03-29T00:59:59.123Z"),
  memory: 5e9,
  endpoints: [],
  ...known,
});
const silence = (id: string, seconds: number) =>
  database.pool.query(
    "UPDATE process_status SET seen_at = seen_at - $2 * interval '1 second' WHERE id = $1",
    [id, seconds],
  );

it("lists processes as last reported, and counts the live ones with a role", async () => {
  const store = processStore(database);
  expect(await store.report(process("a"), "simulation", LIVE)).toBe(1);
  expect(
    await store.report(process("b", { roles: ["review", "simulation"] }), "simulation", LIVE),
  ).toBe(2);
  expect(await store.report(process("c", { roles: ["review"] }), "simulation", LIVE)).toBe(2);
  expect(
    await store.report(process("app", { program: "app", roles: [] }), "simulation", LIVE),
  ).toBe(2);
  const endpoints = [
    sampleReport({
      circuit: "open",
      circuitReason: "Nobody “listens” there.",
      retryInMs: 3.5,
      failed: { timeout: 2 },
    }),
  ];
  expect(await store.report(process("a", { memory: 6e9, endpoints }), "simulation", LIVE)).toBe(2);
  const known = await store.live(LIVE);
  expect(known.map(({ id }) => id)).toEqual(["app", "a", "b", "c"]);
  expect(known[1]).toEqual({
    ...process("a", { memory: 6e9, endpoints }),
    silentMs: expect.any(Number) as number,
  });
  expect(known[1]?.silentMs).toBeGreaterThanOrEqual(0);
});

it("ignores a silent process, and deletes it after a day or when it leaves", async () => {
  const store = processStore(database);
  await silence("b", LIVE / 1_000 + 1);
  expect(await store.report(process("a"), "simulation", LIVE)).toBe(1);
  expect((await store.live(LIVE)).map(({ id }) => id)).toEqual(["app", "a", "c"]);
  await silence("c", 90_000);
  await store.removeSilent(86_400_000);
  expect(
    (
      await database.pool.query<{ id: string }>("SELECT id FROM process_status ORDER BY id")
    ).rows.map(({ id }) => id),
  ).toEqual(["a", "app", "b"]);
  await store.remove("a");
  expect((await store.live(LIVE)).map(({ id }) => id)).toEqual(["app"]);
});

it("counts a process of another version whose report it cannot read", async () => {
  const store = processStore(database);
  await store.report(process("old"), "simulation", LIVE);
  await database.pool.query(
    "UPDATE process_status SET endpoints = '{\"e\": {\"calls\": 1}}' WHERE id = 'old'",
  );
  expect((await store.live(LIVE)).find(({ id }) => id === "old")).toMatchObject({ endpoints: [] });
});
