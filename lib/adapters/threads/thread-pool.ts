import { AppError } from "@/lib/contracts/errors";
import type { TaskOwner } from "@/lib/services/computation/ports";
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
  /** Jobs of the same place prefer the same thread, which knows it already. */
  readonly place: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
};

export type ThreadPool = {
  /** As `Computation`; `place` names what the thread should know from an earlier task. */
  run<Input, Result>(
    task: ThreadJob["task"],
    input: Input,
    owner: TaskOwner & { readonly place?: string },
  ): Promise<Result>;
  close(): Promise<void>;
};

/**
 * Computations in threads of their own, started when needed. Each person has one at a time, so that
 * heavy ones delay only those of the same person while a thread is free.
 */
export function openThreadPool(settings: ThreadPoolSettings): ThreadPool {
  const queue = new FairQueue<Job>(settings.maxWaiting ?? DEFAULT_MAX_WAITING);
  const idle = new Map<Thread, ReturnType<typeof setTimeout>>();
  const threads = new Set<Thread>();

  /** The places that a thread has worked at. */
  const places = new WeakMap<Thread, Set<string>>();

  const dropEnded = (): void => {
    for (const [thread, timer] of idle) {
      if (!thread.isOver) continue;
      clearTimeout(timer);
      idle.delete(thread);
      threads.delete(thread);
    }
  };

  const hasRoom = (): boolean => {
    dropEnded();
    return idle.size > 0 || threads.size < settings.threads;
  };

  const borrow = (place: string | undefined): Thread => {
    const free = [...idle.keys()];
    const known = free.find((thread) => place !== undefined && places.get(thread)?.has(place));
    const thread = known ?? free[0] ?? new Thread(settings);
    clearTimeout(idle.get(thread));
    idle.delete(thread);
    threads.add(thread);
    if (place !== undefined)
      places.set(thread, (places.get(thread) ?? new Set<string>()).add(place));
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
    while (hasRoom()) {
      const job = queue.take();
      if (!job) return;
      void work(borrow(job.place), job);
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
      { person, place, signal, onProgress }: TaskOwner & { readonly place?: string },
    ): Promise<Result> {
      signal?.throwIfAborted();
      let leave: (() => void) | undefined;
      const result = await new Promise<unknown>((resolve, reject) => {
        const job: Job = { task, input, person, place, signal, onProgress, resolve, reject };
        if (!queue.add(person, job)) {
          reject(tooManyWaiting());
          return;
        }
        leave = () => {
          if (queue.remove(person, job)) reject(signal?.reason as Error);
        };
        signal?.addEventListener("abort", leave, { once: true });
        startWaiting();
      }).finally(() => {
        if (leave) signal?.removeEventListener("abort", leave);
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
    "Too many computations of yours are waiting. Wait for them, or close other tabs.",
  );
