import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { AppError } from "@/lib/contracts/errors";
import type { OnProgress } from "@/lib/services/computation/ports";
import type { ThreadData, ThreadFailure, ThreadReply, ThreadRequest } from "./messages";

export type ThreadSettings = {
  /** Path of the module that calls `serveTasks`, in TypeScript. */
  readonly entry: string;
  readonly memoryMiB: number;
  /** What its module finds as its settings. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** From the folder of the program, because Next.js bundles the app without its threads. */
const LAUNCHER = "cli/launch.mjs";
/** Milliseconds that a cancelled task may take to notice, before its thread is ended. */
const CANCEL_MS = 500;

export type ThreadJob = {
  readonly task: { readonly name: string; readonly label: string; readonly limitSeconds: number };
  readonly input: unknown;
  readonly onProgress?: OnProgress | undefined;
};

/** A thread of its own with a limit of memory, which runs one task at a time. */
export class Thread {
  private readonly worker: Worker;
  private readonly ready: Promise<void>;
  private settle: ((reply: ThreadReply) => void) | undefined;
  private fail: ((error: Error) => void) | undefined;
  /** Whether the thread has ended, or is about to. */
  isOver = false;

  constructor(private readonly settings: ThreadSettings) {
    // Not imported: the bundler of the app would follow the path and bundle the thread.
    const threads = process.getBuiltinModule("node:worker_threads");
    this.worker = new threads.Worker(join(process.cwd(), LAUNCHER), {
      argv: [settings.entry],
      workerData: { settings: settings.settings ?? {} } satisfies ThreadData,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMiB },
    });
    // The program may end while threads are idle.
    this.worker.unref();
    this.ready = new Promise((resolve, reject) => {
      this.worker.on("message", (reply: ThreadReply) => {
        if (reply.kind === "ready") resolve();
        else this.settle?.(reply);
      });
      const over = (error: Error): void => {
        this.isOver = true;
        reject(error);
        this.fail?.(error);
      };
      this.worker.on("error", over);
      this.worker.on("exit", () => over(new Error("a thread ended unexpectedly")));
    });
    this.ready.catch(() => undefined);
  }

  /** Runs one task; afterwards the thread is free, or over. */
  async run(job: ThreadJob, signal: AbortSignal | undefined): Promise<unknown> {
    this.worker.ref();
    try {
      await this.ready;
      signal?.throwIfAborted();
      return await this.execute(job, signal);
    } catch (error) {
      throw isOutOfMemory(error) ? memoryError(job.task.label, this.settings.memoryMiB) : error;
    } finally {
      this.settle = undefined;
      this.fail = undefined;
      this.worker.unref();
    }
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.worker.terminate();
  }

  private execute(
    { task, input, onProgress }: ThreadJob,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const stop = (error: unknown): void => {
        finish();
        reject(error as Error);
        void this.end();
      };
      const limit = setTimeout(() => stop(timeError(task)), task.limitSeconds * 1_000);
      let grace: ReturnType<typeof setTimeout> | undefined;
      const cancel = (): void => {
        this.send({ kind: "cancel" });
        grace = setTimeout(() => stop(signal?.reason), CANCEL_MS);
      };
      const finish = (): void => {
        clearTimeout(limit);
        clearTimeout(grace);
        signal?.removeEventListener("abort", cancel);
      };
      this.fail = (error) => {
        finish();
        reject(error);
      };
      this.settle = (reply) => {
        if (reply.kind === "progress") {
          onProgress?.(reply.share);
          return;
        }
        finish();
        if (signal?.aborted) reject(signal.reason as Error);
        else if (reply.kind === "result") resolve(reply.result);
        else if (reply.kind === "failure") reject(toError(reply.failure));
      };
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        this.send({ kind: "run", task: task.name, input });
      } catch (error) {
        finish();
        reject(error as Error);
      }
    });
  }

  private send(request: ThreadRequest): void {
    this.worker.postMessage(request);
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

const ADVICE =
  "Look for loops within loops (`forEach`, or functions over lists within each other), for long " +
  "lists, and for very many agents.";

const timeError = ({ label, limitSeconds }: ThreadJob["task"]): AppError =>
  new AppError("invalid", `${label} was stopped after ${limitSeconds} seconds. ${ADVICE}`);

const memoryError = (label: string, memoryMiB: number): AppError =>
  new AppError(
    "invalid",
    `${label} was stopped because it needs more than ${memoryMiB} MB of memory. ${ADVICE}`,
  );

const toError = (failure: ThreadFailure): Error =>
  failure.kind === "app"
    ? new AppError(failure.code, failure.message, failure.problems)
    : new Error(failure.message);
