// Generates Prisma's client where it is missing or was made from another schema, so that every
// command works directly after `npm ci`. Plain JavaScript: it runs before TypeScript is loaded.
import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const SCHEMA = "prisma/schema";
/** The folder around the client, which holds the lock and the workspaces too. */
const PARENT = "lib/adapters/db";
const CLIENT = `${PARENT}/generated`;
const LOCK = `${PARENT}/.generating`;
/** In the folder of the client: the hash of what it was made from. */
const STAMP = "made-from";
const LOOK_INTERVAL_MS = 200;
/** Time of waiting after which the reason is printed. */
const SILENT_WAIT_MS = 30_000;
/** Time after which the lock of a process on another machine counts as left behind. */
const ABANDONED_AFTER_MS = 300_000;
const NOT_WRITABLE = ["EACCES", "EPERM", "EROFS"];
const FULL = ["ENOSPC", "EDQUOT"];

/** The client could not be generated, for a reason that the person at the terminal can remove. */
export class DatabaseClientError extends Error {
  /**
   * @param {string} what
   * @param {string} remedy
   * @param {unknown} [cause]
   */
  constructor(what, remedy, cause) {
    super(what, { cause });
    this.name = "DatabaseClientError";
    this.remedy = remedy;
  }
}

/**
 * @typedef {object} Options
 * @property {string} [root] folder of the project
 * @property {AbortSignal} [signal]
 * @property {(workspace: string, signal?: AbortSignal) => Promise<void>} [make] makes the client of
 *   the schema in a workspace, which is laid out like the project
 */

/**
 * Generates the client if needed. Processes that need it at the same time, also on several machines
 * with one checkout, wait for the first of them.
 * @param {Options} [options]
 */
export async function ensureDatabaseClient({ root = ROOT, signal, make = runPrisma } = {}) {
  const isDone = () => !needsDatabaseClient(root);
  if (isDone()) return;
  await withLock({ root, signal, isDone }, () => generate(root, make, signal));
}

/**
 * Generates the client, needed or not.
 * @param {Options} [options]
 */
export async function generateDatabaseClient({ root = ROOT, signal, make = runPrisma } = {}) {
  await withLock({ root, signal, isDone: () => false }, () => generate(root, make, signal));
}

/** Global setup of the tests. */
export default function setUp() {
  return ensureDatabaseClient();
}

/** Whether the client is missing or was made from another schema or by another Prisma. */
export function needsDatabaseClient(root = ROOT) {
  const client = statSync(join(root, CLIENT, "client.ts"), { throwIfNoEntry: false });
  if (!client) return true;
  const stamp = join(root, CLIENT, STAMP);
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") !== hashSchema(root);
  // Made by an earlier version of the program.
  return listSchema(root).some((file) => statSync(file).mtimeMs > client.mtimeMs);
}

const listSchema = (root) =>
  readdirSync(join(root, SCHEMA))
    .sort()
    .map((name) => join(root, SCHEMA, name));

/** By content: clocks of several machines differ, and a copy changes file times. */
function hashSchema(root) {
  const hash = createHash("sha256").update(prismaVersion(root));
  for (const file of listSchema(root)) hash.update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function prismaVersion(root) {
  try {
    const path = createRequire(join(root, "package.json")).resolve("prisma/package.json");
    return String(JSON.parse(readFileSync(path, "utf8")).version);
  } catch {
    return "none";
  }
}

/** Makes the client aside and moves it into place, so that no process sees half of it. */
async function generate(root, make, signal) {
  const workspace = join(root, PARENT, `.generated-${randomUUID()}`);
  try {
    const madeFrom = hashSchema(root);
    cpSync(join(root, SCHEMA), join(workspace, SCHEMA), { recursive: true });
    await make(workspace, signal);
    writeFileSync(join(workspace, CLIENT, STAMP), madeFrom);
    replaceFolder(join(workspace, CLIENT), join(root, CLIENT), join(workspace, "replaced"));
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function replaceFolder(made, target, aside) {
  try {
    renameSync(target, aside);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  try {
    renameSync(made, target);
  } catch (error) {
    // Another process that took the lock for left behind was quicker.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
}

/** Does `work` while no other process does, unless `isDone` becomes true first. */
async function withLock({ root, signal, isDone }, work) {
  const lock = join(root, LOCK);
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`;
  try {
    if (!(await takeLock({ lock, owner, signal, isDone }))) return;
    try {
      if (!isDone()) await work();
    } finally {
      if (ownerOf(lock) === owner) rmSync(lock, { recursive: true, force: true });
    }
  } catch (error) {
    throw explain(error, root);
  }
}

/** Waits for the lock; false if the work was done meanwhile. */
async function takeLock({ lock, owner, signal, isDone }) {
  let seen = { owner: "", since: performance.now() };
  let sayAt = performance.now() + SILENT_WAIT_MS;
  for (;;) {
    signal?.throwIfAborted();
    try {
      // Creating a folder is atomic on network file systems too.
      mkdirSync(lock);
      writeFileSync(join(lock, "owner"), owner);
      return true;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isDone()) return false;
    if (performance.now() > sayAt) {
      sayAt = Infinity;
      console.error(
        "Waiting for another process that generates the database client. If there is none, " +
          `remove ${lock}.`,
      );
    }
    const other = ownerOf(lock);
    if (other !== seen.owner) seen = { owner: other, since: performance.now() };
    if (hasEnded(other) || performance.now() - seen.since > ABANDONED_AFTER_MS)
      rmSync(lock, { recursive: true, force: true });
    else await sleep(LOOK_INTERVAL_MS);
  }
}

function ownerOf(lock) {
  try {
    return readFileSync(join(lock, "owner"), "utf8");
  } catch {
    return "";
  }
}

/** Whether the owner of a lock was a process of this machine that is gone. */
function hasEnded(owner) {
  const [host, pid] = owner.split(" ");
  if (host !== hostname() || !pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function explain(error, root) {
  const code = error?.code;
  if (FULL.includes(code))
    return new DatabaseClientError(
      "The disk is full, so the database client could not be written.",
      "free some disk space and try again. Your data are untouched.",
      error,
    );
  if (!NOT_WRITABLE.includes(code)) return error;
  const state = existsSync(join(root, CLIENT, "client.ts")) ? "out of date" : "missing";
  return new DatabaseClientError(
    `The database client of this checkout is ${state}, and ${join(root, PARENT)} cannot be ` +
      `written (${code}).`,
    `run "npm run prisma -- generate" once in ${root}, as a user who may write there, and try ` +
      "again. On a shared checkout, do so after every update.",
    error,
  );
}

/** Runs `prisma generate`; its output is shown only if it fails. */
async function runPrisma(workspace, signal) {
  const args = ["generate", "--schema", join(workspace, SCHEMA)];
  const child = spawn(process.execPath, [join(ROOT, "scripts/prisma.mjs"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new DatabaseClientError(
    `The database client could not be generated:\n${output.trim()}`,
    "run npm ci, undo the last change to the sources, or report this with the lines above. Your " +
      "data are untouched.",
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureDatabaseClient();
  } catch (error) {
    if (!(error instanceof DatabaseClientError)) throw error;
    console.error(`${error.message}\nWhat to do: ${error.remedy}`);
    process.exitCode = 5;
  }
}
