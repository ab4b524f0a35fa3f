import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { LAUNCHER, PROJECT_ROOT } from "@/lib/config/project-root";

/** Counts of a simulated server since its last reset; times in milliseconds. */
export type ServerCounts = {
  readonly chatCompletions: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedPromptTokens: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Summed over slots. */
  readonly busySlotMs: number;
  readonly elapsedMs: number;
};

/** The demo model in a separate process. Every base path is a separate simulated server. */
export type DemoModelProcess = {
  readonly pid: number;
  /**
   * Address of a server with settings such as `latency=400,slots=64`; by default without latency.
   */
  address(settings?: string): string;
  counts(settings?: string): Promise<ServerCounts>;
  reset(settings?: string): Promise<void>;
  /** Concurrent calls at all simulated servers together. */
  inFlight(): Promise<number>;
  close(): Promise<void>;
};

export async function spawnDemoModel(): Promise<DemoModelProcess> {
  const child = spawn(process.execPath, [LAUNCHER, "workers/demo-model/main.ts", "--port", "0"], {
    cwd: PROJECT_ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const address = (settings?: string): string =>
    settings === undefined ? url : url.replace(/\/v1$/, `/with/${settings}/v1`);
  return {
    pid: child.pid ?? 0,
    address,
    counts: async (settings) =>
      (await (await fetch(`${address(settings)}/stats`)).json()) as ServerCounts,
    reset: async (settings) =>
      void (await fetch(`${address(settings)}/stats`, { method: "DELETE" })),
    async inFlight() {
      const { inFlight, instances } = (await (
        await fetch(`${url}/stats`)
      ).json()) as ServerCounts & { instances: Record<string, ServerCounts> };
      return Object.values(instances).reduce((sum, one) => sum + one.inFlight, inFlight);
    },
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
