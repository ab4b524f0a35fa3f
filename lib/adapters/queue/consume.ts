import { DelayedError, UnrecoverableError, type Job, type Worker } from "bullmq";
import type { JobProcessor } from "@/lib/contracts/jobs";
import { RetryLaterError } from "@/lib/services/execution/ports";
import { queueBackend, type QueueLocation } from "./backend";

/** The workers of this process, one for each queue. */
export type Consumers = { ready(): Promise<void>; close(): Promise<void> };

type Log = (message: string, details: Readonly<Record<string, unknown>>) => void;

const SETTINGS = {
  /** After about this long, in milliseconds, the job of a dead process is given to another. */
  lockDuration: 15_000,
  stalledInterval: 5_000,
  /**
   * The death of a process is no failure of the job: effects are idempotent, so it may always run
   * again.
   */
  maxStalledCount: 1_000_000,
  autorun: true,
};

/** Delay in milliseconds until a job that throws `RetryLaterError` is delivered again. */
const RETRY_LATER_MS = 1_000;

/**
 * Processes the jobs of the processors' queues until closed. Closing aborts jobs in progress, which
 * other processes then continue.
 */
export function consume(
  location: QueueLocation,
  processors: readonly JobProcessor[],
  log: Log,
): Consumers {
  const stopping = new AbortController();
  const backend = queueBackend(location);
  const workers = [...groupByQueue(processors)].map(([queue, ofQueue]) => {
    const worker = backend.worker(
      queue,
      async (job, token) => work(job, token, openJob(ofQueue, job).handle(stopping.signal)),
      { ...SETTINGS, concurrency: Math.max(...ofQueue.map(({ concurrency }) => concurrency)) },
    );
    watch(worker, { processors: ofQueue, stopping: stopping.signal, log });
    return worker;
  });
  return {
    ready: async () => void (await Promise.all(workers.map((worker) => worker.waitUntilReady()))),
    close: async () => {
      stopping.abort();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function groupByQueue(processors: readonly JobProcessor[]): Map<string, JobProcessor[]> {
  const queues = new Map<string, JobProcessor[]>();
  for (const processor of processors)
    queues.set(processor.queue, [...(queues.get(processor.queue) ?? []), processor]);
  return queues;
}

/** @throws UnrecoverableError when no attempt of the job can succeed */
function openJob(
  processors: readonly JobProcessor[],
  { name, data }: Job,
): ReturnType<JobProcessor["open"]> {
  const processor = processors.find((one) => one.name === name);
  if (!processor) throw new UnrecoverableError(`no processor for the job “${name}”`);
  try {
    return processor.open(data);
  } catch (error) {
    throw new UnrecoverableError(`malformed payload of the job “${name}”: ${String(error)}`);
  }
}

/** Puts a job back that cannot be done now; this is no failure and counts no attempt. */
async function work(job: Job, token: string | undefined, handling: Promise<void>): Promise<void> {
  try {
    await handling;
  } catch (error) {
    if (!(error instanceof RetryLaterError)) throw error;
    await job.moveToDelayed(Date.now() + RETRY_LATER_MS, token);
    throw new DelayedError();
  }
}

/** Logs the events of a worker's jobs, and notifies their processor when one failed for good. */
function watch(
  worker: Worker,
  {
    processors,
    stopping,
    log,
  }: {
    readonly processors: readonly JobProcessor[];
    readonly stopping: AbortSignal;
    readonly log: Log;
  },
): void {
  worker.on("error", (error) =>
    log("queue connection", { queue: worker.name, error: error.message }),
  );
  worker.on("stalled", (jobId) =>
    log("job taken over from a process that died", {
      level: "warning",
      queue: worker.name,
      job: jobId,
    }),
  );
  worker.on("failed", (job: Job | undefined, error: Error) => {
    if (!job || stopping.aborted) return;
    log("job failed", {
      queue: worker.name,
      job: job.id,
      attempt: job.attemptsMade,
      error: error.stack ?? error.message,
    });
    const isFinal =
      error instanceof UnrecoverableError || job.attemptsMade >= (job.opts.attempts ?? 1);
    if (!isFinal) return;
    Promise.resolve()
      .then(() => openJob(processors, job).onFailure(error))
      .catch((failure: unknown) =>
        log("failure could not be stored", { job: job.id, error: String(failure) }),
      );
  });
}
