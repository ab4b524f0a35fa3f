import { DelayedError, type Job, type Worker } from "bullmq";
import { TryLater } from "@/lib/services/runs/ports";
import { queueBackend, type QueuePlace } from "./backend";
import { COMMIT_QUEUE, DECIDE_QUEUE, POLL_QUEUE } from "./names";

export type Consumers = { ready(): Promise<void>; close(): Promise<void> };

export type JobHandlers = {
  /** Payloads arrive as stored; the handler parses them. `signal` aborts when this process is stopping. */
  decide(payload: unknown, signal: AbortSignal): Promise<void>;
  /** May throw `TryLater`. */
  commit(payload: unknown, signal: AbortSignal): Promise<void>;
  poll(payload: unknown, signal: AbortSignal): Promise<void>;
  /** A job of a run, or of a poll, failed for the last time. */
  failed(payload: unknown, error: Error): Promise<void>;
  pollFailed(payload: unknown, error: Error): Promise<void>;
};

export type ConsumeOptions = {
  /** Shards this process works on at once. */
  readonly shards: number;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
};

/** A job whose process died is handed to another after about this long, in milliseconds. */
const LOCK = 15_000;
const LOOK_FOR_STALLED_EVERY = 5_000;
/** Dying processes are no fault of the job's: effects are idempotent, so it may always run again. */
const ANY_NUMBER = 1_000_000;
/** Runs that this process advances at once: most of them wait for the models of a small step. */
const ADVANCED_RUNS = 32;

/** When a job that throws `TryLater` is brought again, in milliseconds. */
const LATER = 1_000;

/** Shards of polls this process works on at once. */
const POLL_SHARDS = 2;

/** Works on the jobs of the simulation queues until closed. Closing interrupts shards, which other processes then go on with. */
export function consume(
  place: QueuePlace,
  handlers: JobHandlers,
  { shards, log }: ConsumeOptions,
): Consumers {
  const stopping = new AbortController();
  const backend = queueBackend(place);
  const settings = {
    lockDuration: LOCK,
    stalledInterval: LOOK_FOR_STALLED_EVERY,
    maxStalledCount: ANY_NUMBER,
    autorun: true,
  };
  const workers: Worker[] = [
    backend.worker(DECIDE_QUEUE, (job) => handlers.decide(job.data, stopping.signal), {
      ...settings,
      concurrency: shards,
    }),
    backend.worker(
      COMMIT_QUEUE,
      (job, token) => orLater(job, token, handlers.commit(job.data, stopping.signal)),
      { ...settings, concurrency: ADVANCED_RUNS },
    ),
    backend.worker(POLL_QUEUE, (job) => handlers.poll(job.data, stopping.signal), {
      ...settings,
      concurrency: POLL_SHARDS,
    }),
  ];
  for (const worker of workers) {
    worker.on("error", (error) =>
      log("queue connection", { queue: worker.name, error: error.message }),
    );
    worker.on("stalled", (jobId) =>
      log("job taken over from a process that died", { queue: worker.name, job: jobId }),
    );
    worker.on("failed", (job: Job | undefined, error: Error) => {
      if (!job || stopping.signal.aborted) return;
      log("job failed", {
        queue: worker.name,
        job: job.id,
        attempt: job.attemptsMade,
        error: error.stack ?? error.message,
      });
      if (job.attemptsMade < (job.opts.attempts ?? 1)) return;
      const failed =
        worker.name === POLL_QUEUE
          ? handlers.pollFailed(job.data, error)
          : handlers.failed(job.data, error);
      failed.catch((failure: unknown) =>
        log("failure could not be stored", { job: job.id, error: String(failure) }),
      );
    });
  }
  return {
    ready: async () => void (await Promise.all(workers.map((worker) => worker.waitUntilReady()))),
    close: async () => {
      stopping.abort();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

/** Puts a job back that cannot be done at this moment; that is no failure, and costs it no attempt. */
async function orLater(job: Job, token: string | undefined, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof TryLater)) throw error;
    await job.moveToDelayed(Date.now() + LATER, token);
    throw new DelayedError();
  }
}
