import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPlatform, WORKER_NODE_OPTIONS } from "@/lib/container/platform";
import { LAUNCHER, PROJECT_ROOT } from "@/lib/config/project-root";

/** Variables of a real installation: benchmarks must not touch its data. */
const EXCLUDED_VARIABLES = [
  "DATABASE_URL",
  "REDIS_URL",
  "DATA_DIR",
  "WORKER_CONCURRENCY",
  "SEED_EXAMPLE",
];

const LOG_LIMIT = 10_000;

export type Worker = {
  readonly pid: number;
  /** The end of the worker's log. */
  log(): string;
  stop(): Promise<void>;
};

export type BenchRun = {
  readonly runId: string;
  readonly digest: string;
  readonly status: string;
  readonly decisions: number;
  readonly invalid: number;
  readonly seconds: number;
};

/** A fresh installation in a temporary folder: embedded PostgreSQL and workers, without the app. */
export type BenchInstallation = {
  readonly databaseUrl: string;
  /** Environment variables for processes that join. */
  readonly environment: Readonly<Record<string, string>>;
  startWorker(
    nodeOptions?: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): Promise<Worker>;
  /** Executes `microcosm run` in its own process. Throws unless the run completes. */
  run(args: readonly string[], onStart: (pid: number) => void): Promise<BenchRun>;
  close(): Promise<void>;
};

export async function openBenchInstallation(): Promise<BenchInstallation> {
  const dataDir = mkdtempSync(join(tmpdir(), "microcosm-bench-"));
  // As root, the database runs under its own account, which needs to traverse this folder.
  chmodSync(dataDir, 0o711);
  const platform = await openPlatform({ dataDir, log: () => undefined });
  // Commands join an instance only if it has the address of an app; no server is listening there.
  platform.announce({ appUrl: "http://127.0.0.1:3000" });
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !EXCLUDED_VARIABLES.includes(name)),
  );
  const environment: NodeJS.ProcessEnv = {
    ...inherited,
    ...platform.environment(),
    NODE_ENV: "production",
  };
  const workers = new Set<Worker>();

  return {
    databaseUrl: platform.databaseUrl,

    environment: platform.environment(),

    async startWorker(nodeOptions = [], variables = {}) {
      const child = fork(LAUNCHER, ["workers/main.ts"], {
        cwd: PROJECT_ROOT,
        env: { ...environment, ...variables },
        execArgv: [...WORKER_NODE_OPTIONS, ...nodeOptions],
        stdio: ["ignore", "ignore", "pipe", "ipc"],
      });
      const ended = once(child, "exit");
      const log = captureLog(child);
      await Promise.race([
        once(child, "message"),
        ended.then(() =>
          Promise.reject(new Error(`the worker ended before it was ready: ${log()}`)),
        ),
      ]);
      const worker: Worker = {
        pid: child.pid ?? 0,
        log,
        stop: async () => {
          workers.delete(worker);
          child.kill("SIGTERM");
          await ended;
        },
      };
      workers.add(worker);
      return worker;
    },

    run: (args, onStart) => {
      const child = spawn(process.execPath, [LAUNCHER, "cli/microcosm.ts", "run", ...args], {
        cwd: PROJECT_ROOT,
        env: { ...inherited, DATA_DIR: dataDir, NODE_ENV: "production" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      if (child.pid !== undefined) onStart(child.pid);
      return readSummary(child);
    },

    async close() {
      for (const worker of workers) await worker.stop();
      await platform.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function captureLog(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => (text = (text + chunk.toString()).slice(-LOG_LIMIT)));
  return () => text;
}

async function readSummary(child: ChildProcess): Promise<BenchRun> {
  let output = "";
  const errors = captureLog(child);
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the run ended with exit code ${code}: ${output}${errors()}`);
  return JSON.parse(output) as BenchRun;
}
