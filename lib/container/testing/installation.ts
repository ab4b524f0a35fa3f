import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createTestDatabase } from "@/lib/adapters/db/test-database";
import type { Consumers } from "@/lib/adapters/queue/consume";
import { prepareQueueTables } from "@/lib/adapters/queue/prepare";
import { parseEnv } from "@/lib/config/env";
import { LAUNCHER } from "@/lib/config/project-root";
import { isSettled } from "@/lib/domain/run";
import { SYSTEM } from "@/lib/domain/access";
import { openContainer, type Container } from "..";
import { processJobs } from "./process-jobs";
import { startGatedModel, type GatedModel } from "./gated-model";
import type { Machine } from "./machines";
import { waitFor } from "./wait-for";

/** A worker in a process of its own. */
export type WorkerProcess = {
  readonly pid: number;
  /** Sends SIGTERM and waits for the end; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>;
};

type RunDetail = Awaited<ReturnType<Container["services"]["getRun"]>>;

/** Database, demo model and as many workers as a test asks for: real processes, no web server. */
export type Installation = {
  readonly container: Container;
  readonly databaseUrl: string;
  /** Signs sessions. */
  readonly authSecret: string;
  /** URL of the built-in endpoint: the demo model behind `gate`. */
  readonly demoModelUrl: string;
  /** Holds back the demo model's answers when a test needs a run to stay where it is. */
  readonly gate: GatedModel;
  /**
   * Returns the URL of the demo model with these settings (`rate500=0.1,seed=3`), behind the same
   * gate.
   */
  demoModelWith(settings: string): string;
  /** Starts a worker on this machine, or on another that reaches the same servers. */
  startWorker(
    variables?: Readonly<Record<string, string>>,
    machine?: Machine,
  ): Promise<WorkerProcess>;
  /** Processes jobs in the test's own process, which starts at once and cannot be killed. */
  workHere(): Promise<void>;
  /** Waits until a run has settled, and returns it. */
  settled(runId: string): Promise<RunDetail>;
  /** Waits until a condition holds for a run, and returns the run. */
  until(runId: string, holds: (run: RunDetail) => boolean): Promise<RunDetail>;
  close(): Promise<void>;
};

export type InstallationOptions = {
  readonly redisUrl?: string;
  readonly demoModelArguments?: readonly string[];
  /** Concurrency limit of the built-in endpoint. */
  readonly callsAtOnce?: number;
};

export async function openInstallation(options: InstallationOptions = {}): Promise<Installation> {
  const database = await createTestDatabase();
  if (!options.redisUrl) await prepareQueueTables(database.url);
  const demo = start({
    words: ["workers/demo-model/main.ts", "--port", "0", ...(options.demoModelArguments ?? [])],
    variables: {},
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gate = await startGatedModel(await readyUrl(demo));
  const demoModelUrl = gate.url;
  const authSecret = randomBytes(32).toString("hex");
  const variables: Record<string, string> = {
    DATABASE_URL: database.url,
    AUTH_SECRET: authSecret,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    DEMO_MODEL_URL: demoModelUrl,
    ...(options.redisUrl !== undefined && { REDIS_URL: options.redisUrl }),
  };
  const container = openContainer(parseEnv(variables), "test");
  const { id, name, baseUrl, model } = await container.services.ensureBuiltInEndpoint(demoModelUrl);
  if (options.callsAtOnce !== undefined)
    await container.services.updateEndpoint(SYSTEM, id, {
      name,
      baseUrl,
      model,
      concurrency: options.callsAtOnce,
    });
  const workers = new Set<WorkerProcess>();
  let consumers: Consumers | undefined;

  const until: Installation["until"] = (runId, holds) =>
    waitFor(() => container.services.getRun(SYSTEM, runId), holds);

  return {
    container,
    databaseUrl: database.url,
    authSecret,
    demoModelUrl,
    gate,
    demoModelWith: (settings) => demoModelUrl.replace(/\/v1$/, `/with/${settings}/v1`),
    until,
    async workHere() {
      consumers = await processJobs(container);
    },
    async startWorker(further = {}, machine) {
      const child = start({
        words: ["workers/main.ts"],
        variables: { ...(machine ? seenFrom(machine, variables) : variables), ...further },
        stdio: ["ignore", "ignore", process.env.TEST_VERBOSE ? "inherit" : "ignore", "ipc"],
        before: machine?.command,
      });
      await once(child, "message");
      const ended = once(child, "exit");
      const worker: WorkerProcess = {
        pid: child.pid ?? 0,
        stop: async () => {
          child.kill("SIGTERM");
          workers.delete(worker);
          return (await ended)[0] as number | null;
        },
        kill: async () => {
          child.kill("SIGKILL");
          workers.delete(worker);
          await ended;
        },
      };
      workers.add(worker);
      return worker;
    },
    settled: (runId) => until(runId, ({ progress }) => isSettled(progress.status)),
    async close() {
      await Promise.all([...workers].map((worker) => worker.kill()));
      await consumers?.close();
      await container.close();
      await gate.close();
      demo.kill("SIGTERM");
      await database.drop();
    },
  };
}

function start({
  words,
  variables,
  stdio,
  before = [],
}: {
  readonly words: readonly string[];
  readonly variables: Record<string, string>;
  readonly stdio: ("ignore" | "pipe" | "inherit" | "ipc")[];
  readonly before?: readonly string[] | undefined;
}): ChildProcess {
  const [program = "", ...rest] = [...before, process.execPath, LAUNCHER, ...words];
  return spawn(program, rest, { env: { ...process.env, ...variables }, stdio });
}

/** Returns the addresses of servers as another machine knows them. */
const seenFrom = (
  { host }: Machine,
  variables: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replace("127.0.0.1", host)]),
  );

async function readyUrl(demo: ChildProcess): Promise<string> {
  if (!demo.stdout) throw new Error("the demo model has no output");
  const [line] = (await once(createInterface({ input: demo.stdout }), "line")) as [string];
  return (JSON.parse(line) as { url: string }).url;
}
