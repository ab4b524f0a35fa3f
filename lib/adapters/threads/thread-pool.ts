import { AppError } from "@/lib/contracts/errors";
import type { Computation } from "@/lib/services/computation/ports";
import { FairQueue } from "./fair-queue";
import { Thread, type ThreadJob, type ThreadSettings } from "./thread";

export type ThreadPoolSettings = ThreadSettings & {
  readonly threads: number;
  /** Computations of one person that may wait. */
  readonly maxWaiting?: number;
};

const DEFAULT_MAX_WAITING = 8;
/** Milliseconds after which a thread without work ends; one stays. */
const IDLE_MS = 60_000;

type Job = ThreadJob & {
  readonly person: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Computations in threads of their own, started when needed. Each person has one at a time, so that
 * heavy ones delay only those of the same person while a thread is free.
 */
export function openThreadPool(
  settings: ThreadPoolSettings,
): Computation & { close(): Promise<void> } {
  const queue = new FairQueue<Job>(settings.maxWaiting ?? DEFAULT_MAX_WAITING);
  const idle = new Map<Thread, ReturnType<typeof setTimeout>>();
  const threads = new Set<Thread>();

  const borrow = (): Thread | undefined => {
    for (const [thread, timer] of idle) {
      clearTimeout(timer);
      idle.delete(thread);
      if (!thread.isOver) return thread;
      threads.delete(thread);
    }
    if (threads.size >= settings.threads) return undefined;
    const thread = new Thread(settings);
    threads.add(thread);
    return thread;
  };

  const giveBack = (thread: Thread): void => {
    if (thread.isOver) {
      threads.delete(thread);
      return;
    }
    const timer = setTimeout(() => {
      if (threads.size <= 1) return;
      idle.delete(thread);
      threads.delete(thread);
      void thread.end();
    }, IDLE_MS);
    timer.unref();
    idle.set(thread, timer);
  };

  const startWaiting = (): void => {
    for (;;) {
      const thread = borrow();
      if (!thread) return;
      const job = queue.take();
      if (!job) {
        giveBack(thread);
        return;
      }
      void work(thread, job);
    }
  };

  const work = async (thread: Thread, job: Job): Promise<void> => {
    try {
      job.resolve(await thread.run(job, job.signal));
    } catch (error) {
      job.reject(error);
    } finally {
      queue.done(job.person);
      giveBack(thread);
      startWaiting();
    }
  };

  return {
    async run<Input, Result>(
      task: ThreadJob["task"],
      input: Input,
      { person, signal }: { readonly person: string; readonly signal?: AbortSignal | undefined },
    ): Promise<Result> {
      signal?.throwIfAborted();
      const result = await new Promise<unknown>((resolve, reject) => {
        const job: Job = { task, input, person, signal, resolve, reject };
        if (!queue.add(person, job)) {
          reject(tooManyWaiting());
          return;
        }
        signal?.addEventListener(
          "abort",
          () => {
            if (queue.remove(person, job)) reject(signal.reason as Error);
          },
          { once: true },
        );
        startWaiting();
      });
      // What the thread sends is the result of the task of this name.
      return result as Result;
    },
    async close() {
      for (const timer of idle.values()) clearTimeout(timer);
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}

const tooManyWaiting = (): AppError =>
  new AppError(
    "tooMany",
    "Too many checks and estimates of yours are waiting. Wait for them, or close other tabs.",
  );
