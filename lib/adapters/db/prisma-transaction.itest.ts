import { afterAll, beforeAll, expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { inTransaction, openDatabase, type Database } from "./database";
import { explainDatabaseError } from "./explain-database-error";
import { inPrismaTransaction } from "./prisma-transaction";
import { createTestDatabase, type TestDatabase } from "./test-database";

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, () => undefined);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

async function explain(work: Promise<unknown>): Promise<unknown> {
  return explainDatabaseError(
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
}

const BUSY = { code: "unavailable", retryAfterSeconds: 5 };

it("asks to try again where all connections are taken, and works once one is free", async () => {
  const taken = await Promise.all(Array.from({ length: 10 }, () => database.pool.connect()));
  const count = () => inPrismaTransaction(database.prisma, (client) => client.project.count());
  const select = () => inTransaction(database.pool, (client) => client.query("SELECT 1"));
  database.pool.options.connectionTimeoutMillis = 1;
  for (const refused of [
    await explain(count()),
    await explain(select()),
    await explain(database.prisma.project.count()),
  ]) {
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject(BUSY);
  }
  database.pool.options.connectionTimeoutMillis = 0;
  for (const client of taken) client.release();
  expect(await count()).toBe(0);
  expect((await select()).rowCount).toBe(1);
});

it("asks to try again where two changes wait for each other, or for too long", async () => {
  const { prisma, pool } = database;
  const [first, second] = await Promise.all(
    ["A", "B"].map((name) => prisma.project.create({ data: { name } })),
  );
  // Each locks one row, and then wants the other's.
  let arrived = 0;
  let meet: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (meet = resolve));
  const swap = (mine: string, other: string) =>
    inPrismaTransaction(prisma, async (client) => {
      await client.project.update({ where: { id: mine }, data: { name: "x" } });
      arrived += 1;
      if (arrived === 2) meet();
      await both;
      await client.project.update({ where: { id: other }, data: { name: "y" } });
    });
  const [a, b] = [first?.id ?? "", second?.id ?? ""];
  const ends = await Promise.allSettled([swap(a, b), swap(b, a)]);
  const failed = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  expect(failed).toHaveLength(1);
  expect(explainDatabaseError(failed[0])).toMatchObject(BUSY);

  const slow = inTransaction(pool, async (client) => {
    await client.query("SET LOCAL statement_timeout = 1");
    await client.query("SELECT pg_sleep(60)");
  });
  expect(await explain(slow)).toMatchObject(BUSY);
});

it("names characters that cannot be stored, and leaves other errors as they are", async () => {
  const unstorable = database.prisma.project.create({ data: { name: "a\u0000b" } });
  expect(await explain(unstorable)).toMatchObject({ code: "invalid" });
  const sql = database.pool.query("SELECT $1::text", ["a\u0000b"]);
  expect(await explain(sql)).toMatchObject({ code: "invalid" });
  const wrong = await explain(database.pool.query("SELECT nonsense"));
  expect(wrong).not.toBeInstanceOf(AppError);
  expect(wrong).toMatchObject({ code: "42703" });
});
