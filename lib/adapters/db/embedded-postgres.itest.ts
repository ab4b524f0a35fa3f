import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "../process/process-identity";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres";

const AS_ROOT = process.getuid?.() === 0;

let folder: string;
let servers: EmbeddedPostgres[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "microcosm-embedded-"));
  chmodSync(folder, 0o711);
  servers = [];
});

afterEach(async () => {
  for (const server of servers) {
    await server.stop();
    rmSync(server.folder, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  where = folder,
  log: (line: string) => void = () => undefined,
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder: where, preferredPort: 0, log });
  servers.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

test("adopts a running server on the second start; one stop ends it for both", async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
  await second.stop();
  expect(first.alive()).toBe(false);
  expect(existsSync(join(folder, "data/postmaster.pid"))).toBe(false);
});

test("rows survive a stop and a kill -9 of the server", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)");
  await first.stop();
  const second = await start();
  await query(second.url, "INSERT INTO kept VALUES (2)");
  process.kill(second.pid, "SIGKILL");
  const third = await start();
  expect(third.adopted).toBe(false);
  expect(await query(third.url, "SELECT id FROM kept ORDER BY id")).toEqual([{ id: 1 }, { id: 2 }]);
});

test("listens on loopback only, requires the password, and uses checksums", async () => {
  const { url } = await start();
  const open = new URL(url);
  open.password = "wrong";
  await expect(query(open.toString(), "SELECT 1")).rejects.toThrow(
    /password authentication failed/,
  );
  const settings = `SELECT current_setting('listen_addresses') AS address,
      current_setting('data_checksums') AS checksums, datlocale AS locale FROM pg_database
        WHERE datname = 'microcosm'`;
  expect(await query(url, settings)).toEqual([
    { address: "127.0.0.1", checksums: "on", locale: "C.UTF-8" },
  ]);
});

test("moves an incomplete data folder aside, keeps it, and creates a new one", async () => {
  mkdirSync(join(folder, "data/base"), { recursive: true });
  writeFileSync(join(folder, "data/PG_VERSION"), "18\n");
  mkdirSync(join(folder, "data.new-123-abc"));
  const lines: string[] = [];
  const { url } = await start(folder, (line) => lines.push(line));
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  const aside = readdirSync(folder).filter((name) => name.startsWith("data."));
  expect(aside).toHaveLength(1);
  expect(aside[0]).toMatch(/^data\.incomplete-/);
  expect(lines.join()).toContain(aside[0]);
});

test("starts although the pid file names a live process of another program", async () => {
  await (await start()).stop();
  writeFileSync(
    join(folder, "data/postmaster.pid"),
    `${process.pid}\n${join(folder, "data")}\n1\n5432\n\n127.0.0.1\n0 0\nready\n`,
  );
  const { pid, url } = await start();
  expect(pid).not.toBe(process.pid);
  expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("skips a port that is taken", async () => {
  const other = await start();
  const elsewhere = join(folder, "second");
  const server = await startEmbeddedPostgres({ folder: elsewhere, preferredPort: other.port });
  servers.push(server);
  expect(server.port).not.toBe(other.port);
});

test("refuses data of another PostgreSQL version and leaves them unchanged", async () => {
  await (await start()).stop();
  writeFileSync(join(folder, "data/PG_VERSION"), "16\n");
  await expect(start()).rejects.toMatchObject({
    code: "data-folder-other-version",
    message: expect.stringContaining("PostgreSQL 16") as string,
  });
  expect(existsSync(join(folder, "data/global/pg_control"))).toBe(true);
});

test("names a file that stands where the data folder should be", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(start(join(file, "postgres"))).rejects.toMatchObject({
    code: "data-folder-unusable",
  });
});

test("quotes the server's last output when it fails to start", async () => {
  await (await start()).stop();
  writeFileSync(join(folder, "data/postgresql.conf"), "no_such_setting = 1\n");
  await expect(start()).rejects.toMatchObject({
    code: "database-failed-to-start",
    message: expect.stringContaining("no_such_setting") as string,
  });
});

test.runIf(AS_ROOT)(
  "as root, replaces a folder closed to the server's account by an open one",
  async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const wanted = join(closed, "postgres");
    const server = await start(wanted);
    expect(server.folder.startsWith(wanted)).toBe(false);
    expect((await start(wanted)).pid).toBe(server.pid);
  },
);

test("returns from a stop only after the process has exited", async () => {
  const server = await start();
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  await server.stop();
});
