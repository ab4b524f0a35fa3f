import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./test-database";

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

test("creates test databases with the queue's tables, isolated from each other", async () => {
  const first = await createTestDatabase();
  const second = await createTestDatabase();
  await query(first.url, "CREATE TABLE only_here (id int)");
  const tables = (name: string): string =>
    `SELECT 1 AS found FROM pg_tables WHERE tablename = '${name}'`;
  expect(await query(first.url, tables("only_here"))).toHaveLength(1);
  expect(await query(second.url, tables("only_here"))).toHaveLength(0);
  expect(await query(second.url, "SELECT count(*) FROM bullmq.job")).toEqual([{ count: "0" }]);
  await first.drop();
  await expect(query(first.url, "SELECT 1")).rejects.toThrow(/does not exist/);
  await second.drop();
});
