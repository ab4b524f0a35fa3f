import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runLeases, type OpenRunLeases } from "./run-leases";
import { createTestDatabase, type TestDatabase } from "./test-database";

let test: TestDatabase;
/** Two processes. */
let here: OpenRunLeases;
let there: OpenRunLeases;

beforeAll(async () => {
  test = await createTestDatabase();
  here = runLeases(test.url);
  there = runLeases(test.url);
});
afterAll(async () => {
  await here.close();
  await there.close();
  await test.drop();
});

it("grants a run's lease to one holder at a time, over all processes", async () => {
  const taken = await Promise.all([here, there, here, there].map((leases) => leases.acquire(1)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const other = await there.acquire(2);
  expect(await here.acquire(2)).toBeNull();
  expect(await Promise.all([here.heldRunKeys(), there.heldRunKeys()])).toEqual([
    new Set([1, 2]),
    new Set([1, 2]),
  ]);
  await taken.find(Boolean)?.release();
  const again = await there.acquire(1);
  expect(await there.acquire(1)).toBeNull();
  expect(await here.acquire(1)).toBeNull();
  await again?.release();
  await other?.release();
  expect(await here.heldRunKeys()).toEqual(new Set());
  const last = await here.acquire(2);
  expect(last).not.toBeNull();
  await last?.release();
});

it("frees the leases of a broken connection, and opens a new connection", async () => {
  const lease = await here.acquire(3);
  expect(await there.acquire(3)).toBeNull();
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'microcosm run leases'`,
  );
  await client.end();
  // A connection that learns of its end only when it is used fails once, as any query would.
  const eventually = async (leases: OpenRunLeases, run: number) =>
    leases.acquire(run).catch(() => leases.acquire(run));
  const next = await eventually(there, 3);
  expect(next).not.toBeNull();
  expect(await eventually(here, 4)).not.toBeNull();
  // The process that lost the lease does not affect the other one.
  expect(await here.acquire(3)).toBeNull();
  await lease?.release();
  expect(await here.acquire(3)).toBeNull();
  await next?.release();
  expect(await here.acquire(3)).not.toBeNull();
});

it("frees all leases of a process that ends", async () => {
  const ending = runLeases(test.url);
  expect(await ending.acquire(5)).not.toBeNull();
  await ending.close();
  await expect(ending.acquire(6)).rejects.toThrow("closed");
  await expect.poll(() => there.acquire(5)).not.toBeNull();
});
