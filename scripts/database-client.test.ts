import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { hostname, tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureDatabaseClient, needsDatabaseClient } from "./database-client.mjs";

const PARENT = "lib/adapters/db";
const CLIENT = `${PARENT}/generated/client.ts`;
let root: string;
let made: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "microcosm-client-"));
  made = 0;
  for (const folder of [PARENT, "prisma/schema"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "prisma/schema/base.prisma"), "model A");
});
afterEach(() => rmSync(root, { recursive: true }));

/** Makes a client that repeats its schema, after the event loop has turned. */
async function make(workspace: string): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  made += 1;
  mkdirSync(join(workspace, PARENT, "generated"), { recursive: true });
  writeFileSync(
    join(workspace, CLIENT),
    readFileSync(join(workspace, "prisma/schema/base.prisma"), "utf8"),
  );
}
const ensure = (): Promise<void> => ensureDatabaseClient({ root, make });
const leftovers = (): string[] =>
  readdirSync(join(root, PARENT)).filter((name) => name !== "generated");

test("generates a missing client once for all who need it at the same time", async () => {
  await Promise.all(Array.from({ length: 8 }, ensure));
  expect(made).toBe(1);
  expect(readFileSync(join(root, CLIENT), "utf8")).toBe("model A");
  expect(leftovers()).toEqual([]);
});

test("generates again after a change of the schema, not of file times", async () => {
  await ensure();
  const schema = join(root, "prisma/schema/base.prisma");
  utimesSync(schema, new Date(), new Date(Date.parse("2100-01-01")));
  await ensure();
  expect(made).toBe(1);
  writeFileSync(schema, "model B");
  await ensure();
  expect(readFileSync(join(root, CLIENT), "utf8")).toBe("model B");
});

test("judges a client without a stamp by file times", () => {
  mkdirSync(join(root, PARENT, "generated"));
  writeFileSync(join(root, CLIENT), "old");
  expect(needsDatabaseClient(root)).toBe(false);
  utimesSync(join(root, CLIENT), 1, 1);
  expect(needsDatabaseClient(root)).toBe(true);
});

test("takes the lock of a process that has ended", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  mkdirSync(join(root, PARENT, ".generating"));
  writeFileSync(join(root, PARENT, ".generating/owner"), `${hostname()} ${pid} x`);
  await ensure();
  expect(made).toBe(1);
  expect(leftovers()).toEqual([]);
});

test("leaves nothing behind when generating fails", async () => {
  const failing = (): Promise<void> => Promise.reject(new Error("no engine"));
  await expect(ensureDatabaseClient({ root, make: failing })).rejects.toThrow("no engine");
  expect(existsSync(join(root, CLIENT))).toBe(false);
  expect(leftovers()).toEqual([]);
});

test.each([
  ["EROFS", "is missing", "npm run prisma -- generate"],
  ["ENOSPC", "disk is full", "free some disk space"],
])("says what to do on %s", async (code, what, remedy) => {
  const failing = (): Promise<void> => Promise.reject(Object.assign(new Error(code), { code }));
  await expect(ensureDatabaseClient({ root, make: failing })).rejects.toMatchObject({
    message: expect.stringContaining(what) as string,
    remedy: expect.stringContaining(remedy) as string,
  });
});
