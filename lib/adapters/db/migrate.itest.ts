import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate";
import {
  createTestDatabase,
  TEST_SERVER_VARIABLE,
  withDatabase,
  type TestDatabase,
} from "./test-database";

let template: TestDatabase;
let url: string;
let folder: string;

async function query(at: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

beforeEach(async () => {
  template = await createTestDatabase();
  const empty = `empty_${randomBytes(6).toString("hex")}`;
  await query(process.env[TEST_SERVER_VARIABLE]!, `CREATE DATABASE "${empty}" TEMPLATE template0`);
  url = withDatabase(process.env[TEST_SERVER_VARIABLE]!, empty);
  folder = mkdtempSync(join(tmpdir(), "microcosm-migrations-"));
  write("1_first", "CREATE TABLE word (id int);");
  write("2_second", "ALTER TABLE word ADD COLUMN text text; INSERT INTO word VALUES (1, 'one');");
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await query(
    process.env[TEST_SERVER_VARIABLE]!,
    `DROP DATABASE "${new URL(url).pathname.slice(1)}" WITH (FORCE)`,
  );
  await template.drop();
});

test("applies missing migrations in order, each once", async () => {
  expect(await migrate(url, folder)).toEqual(["1_first", "2_second"]);
  expect(await migrate(url, folder)).toEqual([]);
  write("3_third", "INSERT INTO word VALUES (3, 'three');");
  expect(await migrate(url, folder)).toEqual(["3_third"]);
  expect(await query(url, "SELECT id FROM word ORDER BY id")).toEqual([{ id: 1 }, { id: 3 }]);
});

test("records applied migrations as Prisma does", async () => {
  await migrate(url, folder);
  const checksum = createHash("sha256").update("CREATE TABLE word (id int);").digest("hex");
  expect(
    await query(
      url,
      `SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished
        FROM "_prisma_migrations" WHERE checksum = '${checksum}'`,
    ),
  ).toEqual([{ migration_name: "1_first", applied_steps_count: 1, finished: true }]);
});

test("applies each migration once when two programs migrate at the same time", async () => {
  const applied = await Promise.all([
    migrate(url, folder),
    migrate(url, folder),
    migrate(url, folder),
  ]);
  expect(applied.flat().sort((a, b) => a.localeCompare(b))).toEqual(["1_first", "2_second"]);
});

test("rolls back a failing migration and names it with the reason", async () => {
  write("3_wrong", "CREATE TABLE half (id int); SELECT no_such_column FROM word;");
  await expect(migrate(url, folder)).rejects.toMatchObject({
    code: "migration-failed",
    message: expect.stringMatching(/3_wrong.*no_such_column/) as string,
  });
  expect(
    await query(url, "SELECT to_regclass('half') AS half, to_regclass('word')::text AS word"),
  ).toEqual([{ half: null, word: "word" }]);
  write("3_wrong", "CREATE TABLE half (id int);");
  expect(await migrate(url, folder)).toEqual(["3_wrong"]);
});

test("refuses a migration that was edited after it was applied, and names it", async () => {
  await migrate(url, folder);
  write("1_first", "CREATE TABLE word (id bigint);");
  await expect(migrate(url, folder)).rejects.toMatchObject({
    code: "migration-edited",
    message: expect.stringContaining("1_first") as string,
  });
});

test("refuses a database of a newer version of the program", async () => {
  write("3_newer", "SELECT 1;");
  await migrate(url, folder);
  rmSync(join(folder, "3_newer"), { recursive: true });
  await expect(migrate(url, folder)).rejects.toMatchObject({ code: "migration-unknown" });
});

test("creates the tables from the committed migrations", async () => {
  expect(
    await query(
      template.url,
      'SELECT count(*)::int AS applied FROM "_prisma_migrations" WHERE finished_at IS NULL',
    ),
  ).toEqual([{ applied: 0 }]);
  expect(await query(template.url, "SELECT to_regclass('run')::text AS run")).toEqual([
    { run: "run" },
  ]);
});
