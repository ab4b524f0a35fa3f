import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testPort } from "@/lib/container/testing/test-port";
import { waitFor } from "@/lib/container/testing/wait-for";
import { findInstance, isAlive } from "@/lib/container/platform";
import { LAUNCHER, PROJECT_ROOT } from "@/lib/config/project-root";

interface Start {
  process: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

let dataDir: string;
let port: number;
let starts: Start[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "microcosm-start-"));
  chmodSync(dataDir, 0o711);
  port = await testPort();
  starts = [];
});

afterEach(async () => {
  for (const { process, exit } of starts) {
    process.kill("SIGKILL");
    await exit;
  }
  const left = postgresPid();
  if (left !== undefined && isAlive(left)) {
    process.kill(left, "SIGINT");
    await until(() => !isAlive(left));
  }
  rmSync(dataDir, { recursive: true, force: true });
});

function start(more: Record<string, string> = {}): Start {
  const child = spawn(process.execPath, [LAUNCHER, "cli/start/testing/fake-start.ts"], {
    cwd: PROJECT_ROOT,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      DATABASE_URL: "",
      REDIS_URL: "",
      HOST: "",
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const started = {
    process: child,
    output: () => output,
    exit: new Promise<number | null>((resolve) => child.once("close", resolve)),
  };
  starts.push(started);
  return started;
}

const until = async (
  condition: () => boolean | Promise<boolean>,
  detail: () => string = () => "",
): Promise<void> =>
  void (await waitFor(
    async () => (await condition()) || `${condition.toString()}\n${detail()}`,
    (met) => met === true,
  ));

const ready = (started: Start): Promise<void> =>
  until(() => started.output().includes("Ready in"), started.output);
const pidOf = (name: string): number => Number(readFileSync(join(dataDir, `${name}.pid`), "utf8"));
const page = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();

function postgresPid(): number | undefined {
  const file = join(dataDir, "postgres/data/postmaster.pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : undefined;
}

function everyPid(): number[] {
  return [...["demo-model", "worker", "app"].map(pidOf), postgresPid()!];
}

test("starts, serves and, on SIGTERM, stops without leaving processes or locks", async () => {
  const first = start();
  await ready(first);
  expect(await page()).toBe("hello from app");
  expect(findInstance(dataDir)).toMatchObject({
    pid: first.process.pid,
    appUrl: `http://127.0.0.1:${port}`,
  });
  const pids = everyPid();
  expect(pids.filter(isAlive)).toHaveLength(4);

  first.process.kill("SIGTERM");
  expect(await first.exit).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
  for (const name of ["lock.json", "instance.json"])
    expect(existsSync(join(dataDir, name))).toBe(false);
  expect(readFileSync(join(dataDir, "logs/worker.log"), "utf8")).toContain("worker stops");
});

test("a second start reuses the data and secrets of the first", async () => {
  const first = start();
  await ready(first);
  const secrets = readFileSync(join(dataDir, "secrets.json"), "utf8");
  first.process.kill("SIGINT");
  expect(await first.exit).toBe(0);

  const second = start();
  await ready(second);
  expect(readFileSync(join(dataDir, "secrets.json"), "utf8")).toBe(secrets);
});

test("a port in use ends the start with its number and a remedy; nothing is created", async () => {
  const other = createServer().listen(port, "127.0.0.1");
  const started = start();
  expect(await started.exit).toBe(1);
  other.close();
  expect(started.output()).toContain(`Port ${port} is in use by another program`);
  expect(started.output()).toContain(`PORT=${port + 1} npm start`);
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
});

test("a second start on a data folder names the running one and leaves it alone", async () => {
  const first = start();
  await ready(first);
  const second = start({ PORT: "0" });
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(`already running at http://127.0.0.1:${port}`);
  expect(await page()).toBe("hello from app");
});

test("after kill -9, services exit and the next start adopts the database", async () => {
  const first = start();
  await ready(first);
  const database = postgresPid()!;
  const programs = ["demo-model", "worker", "app"].map(pidOf);
  first.process.kill("SIGKILL");
  await until(() => programs.every((pid) => !isAlive(pid)));
  expect(isAlive(database)).toBe(true);
  expect(findInstance(dataDir)).toBeUndefined();

  const second = start();
  await ready(second);
  expect(second.output()).toContain("still running from an earlier start");
  expect(postgresPid()).toBe(database);
  second.process.kill("SIGTERM");
  expect(await second.exit).toBe(0);
  expect(isAlive(database)).toBe(false);
});

test("a killed worker is restarted, and the screen says so", async () => {
  const started = start();
  await ready(started);
  const before = pidOf("worker");
  process.kill(before, "SIGKILL");
  await until(() => pidOf("worker") !== before && isAlive(pidOf("worker")));
  expect(started.output()).toContain("ended (signal SIGKILL), restarting");
});

test("a killed database is restarted at the same address", async () => {
  const started = start();
  await ready(started);
  const before = postgresPid()!;
  const { databaseUrl } = findInstance(dataDir)!;
  process.kill(before, "SIGKILL");
  await until(() => /stopped unexpectedly[^]*✓ Database/.test(started.output()), started.output);
  expect(postgresPid()).not.toBe(before);
  expect(findInstance(dataDir)!.databaseUrl).toBe(databaseUrl);
});

test("a stop during the build takes effect at once", async () => {
  const started = start({ PREPARE: "never ends" });
  await until(() => started.output().includes("✓ Database"), started.output);
  const database = postgresPid()!;
  started.process.kill("SIGTERM");
  expect(await started.exit).toBe(0);
  expect(isAlive(database)).toBe(false);
  expect(existsSync(join(dataDir, "lock.json"))).toBe(false);
});

test("a second Ctrl-C kills services that do not stop", async () => {
  const started = start({ STUBBORN: "worker" });
  await ready(started);
  const pids = everyPid();
  started.process.kill("SIGINT");
  await until(() =>
    readFileSync(join(dataDir, "logs/worker.log"), "utf8").includes("worker does not stop"),
  );
  expect(isAlive(pidOf("worker"))).toBe(true);
  let code: number | null | undefined;
  void started.exit.then((exitCode) => (code = exitCode));
  // Signals that follow within a second count as one Ctrl-C, so it takes more than one of these.
  await until(() => {
    started.process.kill("SIGINT");
    return code !== undefined;
  }, started.output);
  expect(code).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
});

test("listening on other interfaces prints a setup code", async () => {
  const started = start({ HOST: "0.0.0.0" });
  await ready(started);
  expect(started.output()).toMatch(/Setup code\s+[A-Z2-9]{4}-[A-Z2-9]{4}/);
});
