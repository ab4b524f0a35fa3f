import { fork, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { BoundedLog } from "./bounded-log";
import { killGroup } from "./kill-group";
import { PROJECT_ROOT } from "@/lib/config/project-root";

const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** A child that ran this long counts as stable: its next restart is quick again. */
const STABLE_AFTER_MS = 60_000;
const PROBE_INTERVAL_MS = 60;
/** Number of failed starts after which `start` stops waiting. */
const MAX_START_FAILURES = 3;

export interface ServiceSpec {
  name: string;
  file: string;
  args?: readonly string[];
  /** Options of Node itself. */
  execArgv?: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** How readiness is detected: by the message `{type: "ready"}` of the child, or by a probe. */
  ready: "message" | (() => Promise<boolean>);
  /** Time between SIGTERM and SIGKILL. */
  graceMs: number;
}

export type ServiceState =
  | { kind: "starting" }
  | { kind: "ready" }
  | { kind: "restarting"; why: string; inMs: number }
  | { kind: "stopped" };

interface ServiceHooks {
  logFile: string;
  onState: (state: ServiceState) => void;
  /** Receives the output of the child. */
  echo?: ((text: string) => void) | undefined;
}

/**
 * A child process that is restarted when it exits. It has its own process group, so that Ctrl-C
 * reaches the supervisor only, and an IPC channel, whose end means that the supervisor was killed.
 */
export class Service {
  readonly log: BoundedLog;
  private spec: ServiceSpec;
  private readonly hooks: ServiceHooks;
  private child: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopping = false;
  private replacing = false;
  private waiters: ((ready: boolean) => void)[] = [];

  constructor(spec: ServiceSpec, hooks: ServiceHooks) {
    this.spec = spec;
    this.hooks = hooks;
    this.log = new BoundedLog(hooks.logFile);
  }

  /** Starts the child; true if it is ready in time, false if it is slow or keeps exiting. */
  async start(timeoutMs: number): Promise<boolean> {
    const ready = new Promise<boolean>((resolve) => this.waiters.push(resolve));
    this.launch();
    return Promise.race([ready, sleep(timeoutMs, false, { ref: false })]);
  }

  /** Stops the child and starts it again, with a new specification if one is given. */
  async restart(spec: ServiceSpec = this.spec): Promise<void> {
    if (this.stopping || this.replacing) return;
    this.spec = spec;
    this.replacing = true;
    clearTimeout(this.timer);
    await this.terminate();
    this.replacing = false;
    if (!this.stopping) this.launch();
  }

  /** Sends SIGTERM, then SIGKILL to the whole group after the grace period. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.terminate();
    this.log.close();
    this.hooks.onState({ kind: "stopped" });
  }

  /** Kills the child and everything it started, at once. */
  kill(): void {
    this.stopping = true;
    clearTimeout(this.timer);
    if (this.child) killGroup(this.child, "SIGKILL");
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  private launch(): void {
    const { file, args = [], execArgv = [], env } = this.spec;
    const startedAt = performance.now();
    // While it keeps exiting, the reason stays on the screen.
    if (this.failures === 0) this.hooks.onState({ kind: "starting" });
    const child = fork(file, [...args], {
      cwd: PROJECT_ROOT,
      env: env as NodeJS.ProcessEnv,
      execArgv: [...execArgv],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: process.platform !== "win32",
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.log.write(chunk.toString());
        this.hooks.echo?.(chunk.toString());
      });
    }
    child.once("error", (error) => this.log.write(`${error.message}\n`));
    child.once("exit", (code, signal) =>
      this.onExit(
        child,
        code === null ? `signal ${signal}` : `exit code ${code}`,
        performance.now() - startedAt,
      ),
    );
    void this.watchReadiness(child);
  }

  private async watchReadiness(child: ChildProcess): Promise<void> {
    const { ready } = this.spec;
    const current = (): boolean => this.child === child && !this.stopping;
    if (ready === "message") {
      child.on("message", (message) => {
        if (current() && isReadyMessage(message)) this.onReady();
      });
      return;
    }
    while (current()) {
      if (await ready()) {
        if (current()) this.onReady();
        return;
      }
      await sleep(PROBE_INTERVAL_MS);
    }
  }

  private onReady(): void {
    this.hooks.onState({ kind: "ready" });
    this.resolveWaiters(true);
  }

  private resolveWaiters(ready: boolean): void {
    for (const waiter of this.waiters.splice(0)) waiter(ready);
  }

  private onExit(child: ChildProcess, why: string, livedMs: number): void {
    if (this.child === child) this.child = undefined;
    // Its own children (a trainer, for example) must not outlive it.
    killGroup(child, "SIGKILL");
    if (this.stopping || this.replacing) return;
    if (livedMs > STABLE_AFTER_MS) this.failures = 0;
    const inMs = BACKOFF_MS[Math.min(this.failures++, BACKOFF_MS.length - 1)] ?? 0;
    this.hooks.onState({ kind: "restarting", why, inMs });
    if (this.failures >= MAX_START_FAILURES) this.resolveWaiters(false);
    this.timer = setTimeout(() => this.launch(), inMs);
  }

  private async terminate(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const force = setTimeout(() => killGroup(child, "SIGKILL"), this.spec.graceMs);
    await exit;
    clearTimeout(force);
  }
}

function isReadyMessage(message: unknown): boolean {
  return (
    typeof message === "object" && message !== null && "type" in message && message.type === "ready"
  );
}
