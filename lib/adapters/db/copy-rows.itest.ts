import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyRows, type Cell } from "./copy-rows";
import { createTestDatabase, type TestDatabase } from "./test-database";

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  await pool.query(
    "CREATE TABLE odd (place int PRIMARY KEY, text text, number float8, truth boolean)",
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function copied(cells: readonly Cell[]): Promise<(string | null)[]> {
  const client = await pool.connect();
  try {
    await client.query("TRUNCATE odd");
    await copyRows(
      client,
      "odd (place, text)",
      cells.map((cell, place) => [place, cell]),
    );
    return (
      await client.query<{ text: string | null }>("SELECT text FROM odd ORDER BY place")
    ).rows.map(({ text }) => text);
  } finally {
    client.release();
  }
}

it("stores every text that Postgres can hold", async () => {
  const texts = [
    "",
    " ",
    "a\tb",
    "a\nb",
    "a\r\nb\r",
    "\\",
    "\\N",
    "\\.",
    "\\t",
    "ends with \\",
    "\\\\\t\\",
    "NULL",
    "null",
    "'\"`;--",
    "{}",
    "\u0001\u001f\u007f",
    "\u2028\ufeff",
    "😀",
    "👩‍👩‍👧",
    "e\u0301",
    "日本語",
    "x".repeat(3_000_000),
    "😀\t\\".repeat(100_000),
    "\\n stays, a line ends\nhere\r\nand there\tand in \\\n".repeat(3),
  ];
  expect(await copied(texts)).toEqual(texts);
});

it("writes the replacement character for characters that Postgres cannot hold", async () => {
  expect(await copied(["a\0b", "\ud800", "x\udc00\ty", null, "long\0".repeat(20)])).toEqual([
    "a\ufffdb",
    "\ufffd",
    "x\ufffd\ty",
    null,
    "long\ufffd".repeat(20),
  ]);
});

it("writes numbers and booleans exactly", async () => {
  const client = await pool.connect();
  const numbers = [0.1 + 0.2, -1e-300, Number.MAX_VALUE, 5e-324, -0];
  await client.query("TRUNCATE odd");
  await copyRows(
    client,
    "odd (place, number, truth)",
    numbers.map((number, place) => [place, number, place % 2 === 0]),
  );
  const { rows } = await client.query<{ number: number; truth: boolean }>(
    "SELECT number, truth FROM odd ORDER BY place",
  );
  client.release();
  expect(rows.map(({ number }) => number)).toEqual([...numbers.slice(0, -1), 0]);
  expect(rows.map(({ truth }) => truth)).toEqual([true, false, true, false, true]);
});

it("keeps the connection usable when the server refuses a row of a long copy", async () => {
  const client = await pool.connect();
  await client.query("TRUNCATE odd");
  const rows = Array.from(
    { length: 20_000 },
    (_, place) => [place === 15_000 ? 1 : place, "y".repeat(200)] as const,
  );
  await expect(copyRows(client, "odd (place, text)", rows)).rejects.toMatchObject({
    code: "23505",
  });
  expect((await client.query("SELECT count(*)::int AS rows FROM odd")).rows).toEqual([{ rows: 0 }]);
  client.release();
});
