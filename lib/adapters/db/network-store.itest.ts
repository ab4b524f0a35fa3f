import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase, type Database } from "./database";
import { networkStore } from "./network-store";
import { createTestDatabase, type TestDatabase } from "./test-database";

const RUN = 7;

let test: TestDatabase;
let database: Database;

/**
 * Ten ties of the first agent, each with a version in every one of a hundred rounds; the second one
 * was cut in the last round.
 */
beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, () => undefined);
  await database.pool.query(
    `INSERT INTO row_version (run, "table", ordinal, version, round, row, data)
     SELECT $1, 'Knows', tie, version, version, 'Knows-' || tie, CASE WHEN tie = 2
       AND version = 99 THEN NULL ELSE jsonb_build_object('source', 'Person-1', 'target', 'Person-'
       || tie + 1, 'weight', version) END
     FROM generate_series(1, 10) AS tie, generate_series(0, 99) AS version`,
    [RUN],
  );
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

const targets = async (before: number, most: number) =>
  (await networkStore(database).ties({ run: RUN, table: "Knows", before }, ["Person-1"], most)).get(
    "Person-1",
  )?.to;

it("reads every tie once, however often it changed", async () => {
  const all = [10, 11, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => `Person-${place}`);
  expect(await targets(99, 10)).toEqual(all);
  expect(await targets(100, 10)).toEqual(all.filter((id) => id !== "Person-3"));
  expect(await targets(0, 10)).toEqual([]);
});

it("limits the number of ties, not of their versions", async () => {
  expect(await targets(99, 7)).toHaveLength(7);
  expect(await targets(100, 9)).toHaveLength(9);
});
