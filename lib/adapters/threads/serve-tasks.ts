import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { AppError } from "@/lib/contracts/errors";
import type { Task } from "@/lib/services/computation/ports";
import type { ThreadFailure, ThreadReply, ThreadRequest } from "./messages";

/** Below the thread that answers requests, so that pages stay quick on a busy machine. */
const NICENESS = 10;

/** Runs the tasks that the program asks for, one at a time, in this thread. */
export function serveTasks(tasks: readonly Task<never, unknown>[]): void {
  const port = parentPort;
  if (!port) throw new Error("This is not a thread of another program.");
  // On Linux the priority is that of the calling thread, elsewhere that of the whole process.
  if (process.platform === "linux") setPriority(NICENESS);
  const reply = (message: ThreadReply): void => port.postMessage(message);
  let running: AbortController | undefined;

  const run = async ({ task, input }: Extract<ThreadRequest, { kind: "run" }>): Promise<void> => {
    const found = tasks.find(({ name }) => name === task);
    const abort = new AbortController();
    running = abort;
    try {
      if (!found) throw new Error(`no task “${task}”`);
      // The program sends the input that the type of the task demands.
      const onProgress = (share: number): void => reply({ kind: "progress", share });
      const result = await found.run(input as never, abort.signal, onProgress);
      reply({ kind: "result", result });
    } catch (error) {
      reply({ kind: "failure", failure: toFailure(error) });
    } finally {
      running = undefined;
    }
  };

  port.on("message", (request: ThreadRequest) => {
    if (request.kind === "run") void run(request);
    else running?.abort(new Error("cancelled"));
  });
  reply({ kind: "ready" });
}

const toFailure = (error: unknown): ThreadFailure =>
  error instanceof AppError
    ? {
        kind: "app",
        code: error.code,
        message: error.message,
        problems: error.problems,
      }
    : {
        kind: "other",
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
