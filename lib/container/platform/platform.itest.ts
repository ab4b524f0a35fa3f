import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/adapters/db/test-database";
import { findInstance } from "./instance";
import type { DatabaseEvent } from "./supervised-postgres";
import { openPlatform, type Platform } from "./platform";

let dataDir: string;
let opened: Platform[];

beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), "microcosm-platform-"));
  chmodSync(parent, 0o711);
  dataDir = join(parent, "data folder");
  opened = [];
});

afterEach(async () => {
  for (const platform of opened) await platform.stop();
  rmSync(join(dataDir, ".."), { recursive: true, force: true });
});

async function open(
  more: {
    databaseUrl?: string;
    redisUrl?: string;
    onDatabase?: (event: DatabaseEvent) => void;
  } = {},
): Promise<Platform> {
  const platform = await openPlatform({ dataDir, log: () => undefined, ...more });
  opened.push(platform);
  return platform;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

test("opens with tables, queue and secrets, can be found, and leaves only data", async () => {
  const platform = await open();
  expect(
    await query(
      platform.databaseUrl,
      `SELECT (SELECT count(*)::int FROM run) AS runs,
         (SELECT count(*)::int FROM bullmq.job) AS jobs`,
    ),
  ).toEqual([{ runs: 0, jobs: 0 }]);
  platform.announce({ appUrl: "http://127.0.0.1:3999" });
  expect(findInstance(dataDir)).toMatchObject({
    pid: process.pid,
    databaseUrl: platform.databaseUrl,
    appUrl: "http://127.0.0.1:3999",
  });
  expect(platform.environment()).toMatchObject({
    DATABASE_URL: platform.databaseUrl,
    APP_URL: "http://127.0.0.1:3999",
    DATA_DIR: dataDir,
  });
  for (const name of ["secrets.json", "instance.json"])
    expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);

  await platform.stop();
  expect(findInstance(dataDir)).toBeUndefined();
  for (const name of ["lock.json", "instance.json", "postgres/data/postmaster.pid"])
    expect(existsSync(join(dataDir, name))).toBe(false);
});

test("keeps secrets and rows until the next start", async () => {
  const first = await open();
  await query(
    first.databaseUrl,
    "INSERT INTO project (id, name) VALUES (gen_random_uuid(), 'kept')",
  );
  const { AUTH_SECRET, ENCRYPTION_KEY } = first.environment();
  await first.stop();
  const second = await open();
  expect(second.environment()).toMatchObject({ AUTH_SECRET, ENCRYPTION_KEY });
  expect(await query(second.databaseUrl, "SELECT name FROM project")).toEqual([{ name: "kept" }]);
  expect(second.appliedMigrations).toEqual([]);
});

test("refuses a second program on the folder, and the first continues", async () => {
  const first = await open();
  await expect(open()).rejects.toMatchObject({
    code: "data-folder-in-use",
    message: expect.stringContaining(String(process.pid)) as string,
  });
  expect(await query(first.databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("takes over the files of a killed program, even if its pid is reused", async () => {
  mkdirSync(dataDir, { recursive: true });
  const dead = { pid: process.pid, identity: "another boot:1" };
  writeFileSync(join(dataDir, "lock.json"), JSON.stringify(dead));
  writeFileSync(
    join(dataDir, "instance.json"),
    JSON.stringify({ ...dead, databaseUrl: "postgresql://x", startedAt: "" }),
  );
  expect(findInstance(dataDir)).toBeUndefined();
  expect(existsSync(join(dataDir, "instance.json"))).toBe(false);
  await open();
  expect(findInstance(dataDir)).toMatchObject({ pid: process.pid });
});

test("replaces a half-written lock", async () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, "lock.json"), '{"pid":');
  await open();
});

test("restarts a database that dies at the same address", async () => {
  const events: DatabaseEvent[] = [];
  const platform = await open({ onDatabase: (event) => events.push(event) });
  const { databaseUrl } = platform;
  const [row] = await query(
    databaseUrl,
    "SELECT pg_backend_pid() AS pid, pg_read_file('postmaster.pid') AS file",
  );
  process.kill(Number((row as { file: string }).file.split("\n")[0]), "SIGKILL");
  await expect.poll(() => events.at(-1)?.state).toBe("up");
  expect(events.map(({ state }) => state)).toEqual(["down", "up"]);
  expect(events[1]).toMatchObject({ moved: false });
  expect(await query(databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("uses DATABASE_URL instead of the embedded server", async () => {
  const database = await createTestDatabase();
  const platform = await open({ databaseUrl: database.url });
  expect(platform.databaseUrl).toBe(database.url);
  expect(platform.database.where).not.toContain(new URL(database.url).password);
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
  await platform.stop();
  await database.drop();
});

test("refuses an unusable address, hides its password, and releases the lock", async () => {
  await expect(
    open({ databaseUrl: "postgresql://me:hunter2@127.0.0.1:9/x" }),
  ).rejects.toMatchObject({
    code: "database-unreachable",
    message: expect.stringContaining("no server is listening there") as string,
    where: "postgresql://me@127.0.0.1:9/x",
  });
  const database = await createTestDatabase();
  await expect(
    open({ databaseUrl: database.url, redisUrl: "redis://127.0.0.1:9" }),
  ).rejects.toMatchObject({ code: "database-unreachable" });
  await open({ databaseUrl: database.url });
});

test("never replaces damaged secrets", async () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, "secrets.json"), "{}");
  await expect(open()).rejects.toMatchObject({
    code: "data-folder-unusable",
    where: join(dataDir, "secrets.json"),
  });
  expect(existsSync(join(dataDir, "lock.json"))).toBe(false);
});
