import { spawn } from "node:child_process";
import {
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../process/free-port";
import { commandLine, isAlive, isSameProcess, processIdentity } from "../process/process-identity";
import type { Account } from "./postgres-account";
import { toPostgresError } from "./postgres-error";

const START_TIMEOUT_MS = 120_000;
const ORPHAN_TIMEOUT_MS = 5_000;
const GRACEFUL_STOP_MS = 20_000;
const LOG_LIMIT_BYTES = 5_000_000;
const PORT_ATTEMPTS = 3;

/** A responding server process, started by this process or left by an earlier start. */
export interface ServerProcess {
  pid: number;
  port: number;
  adopted: boolean;
}

interface StartOptions {
  postgres: string;
  data: string;
  log: string;
  account: Account;
  preferredPort: number;
  settings: Readonly<Record<string, string>>;
}

/**
 * The environment of the server programs: inherits nothing, so that no PG* variable or locale
 * affects them.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { PATH, SystemRoot, LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
}

/** Returns the server running on this data folder, or starts one. */
export async function startOrAdopt(options: StartOptions): Promise<ServerProcess> {
  const left = await findRunningServer(options.data);
  if (left) return left;
  await removeStalePidFile(options.data);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(options.preferredPort);
    const outcome = await launch(options, port);
    if (typeof outcome === "number") return { pid: outcome, port, adopted: false };
    // Another program may take the port between the check and the start of the server.
    if (!/Address already in use/.test(outcome) || attempt === PORT_ATTEMPTS)
      throw toPostgresError(outcome, options.log);
  }
}

/**
 * Stops the server: fast shutdown (cuts open connections, flushes everything), then SIGKILL if it
 * hangs.
 */
export async function stopServer(pid: number, identity: string | undefined): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isSameProcess(pid, identity)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < GRACEFUL_STOP_MS; waited += 20) {
      await sleep(20);
      if (!isSameProcess(pid, identity)) return;
    }
  }
}

/** Truncates a log that has grown large; the server appends, so it continues from there. */
export function truncateLog(log: string): void {
  if (fileSize(log) > LOG_LIMIT_BYTES) truncateSync(log);
}

function fileSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

interface PidFile {
  pid: number;
  port: number;
  state: string;
}

function readPidFile(data: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), state: lines[7]?.trim() ?? "" };
  } catch {
    return undefined;
  }
}

/**
 * A server whose parent was killed keeps running: waits until it is ready, or has exited if it is
 * shutting down.
 */
async function findRunningServer(data: string): Promise<ServerProcess | undefined> {
  const until = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const file = readPidFile(data);
    if (!file || !isAlive(file.pid) || !(commandLine(file.pid) ?? "postgres").includes("postgres"))
      return undefined;
    if (file.state === "ready") return { pid: file.pid, port: file.port, adopted: true };
    if (performance.now() > until)
      throw toPostgresError(
        `the server with pid ${file.pid} is ${file.state || "starting"} and never became ready`,
        data,
      );
    await sleep(50);
  }
}

/**
 * The server refuses to start when the pid in a stale pid file belongs to a zombie or another
 * program. Removes the file only after the dead server's children have exited: they still write
 * into the folder.
 */
async function removeStalePidFile(data: string): Promise<void> {
  const until = performance.now() + ORPHAN_TIMEOUT_MS;
  while (performance.now() < until && hasProcessIn(data)) await sleep(50);
  rmSync(join(data, "postmaster.pid"), { force: true });
}

/** Whether some process works in the folder (server processes do; Linux only, false elsewhere). */
function hasProcessIn(folder: string): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}

/** Returns the pid of the ready server, or its last output if it gave up. */
async function launch(
  { postgres, data, log, account, settings }: StartOptions,
  port: number,
): Promise<number | string> {
  truncateLog(log);
  const before = fileSize(log);
  const output = openSync(log, "a", 0o600);
  const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  // A separate process group: Ctrl-C must reach the supervisor only, which stops the server last.
  const child = spawn(postgres, ["-D", data, ...options], {
    ...account,
    cwd: data,
    env: serverEnvironment(),
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  const printed = (): string => readFileSync(log).subarray(before).toString();
  let problem: string | undefined;
  child.once("error", (error) => (problem = error.message));
  child.unref();
  const until = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    await sleep(10);
    if (problem !== undefined || child.exitCode !== null || child.signalCode !== null)
      return problem ?? printed();
    const file = readPidFile(data);
    if (file && file.pid === child.pid && file.state === "ready") return file.pid;
    if (performance.now() > until) {
      if (child.pid !== undefined) await stopServer(child.pid, processIdentity(child.pid));
      return `${printed()}\nthe server was not ready after ${START_TIMEOUT_MS / 1000} s`;
    }
  }
}
