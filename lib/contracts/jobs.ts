import { z } from "zod";

/** How a job that failed is tried again; the waits double from `backoffMs`. */
export type RetryPolicy = { readonly attempts: number; readonly backoffMs: number };

/** A kind of job: its payload, the queue that carries it and how often it is tried. */
export type JobKind<Payload> = {
  readonly name: string;
  readonly queue: string;
  readonly schema: z.ZodType<Payload>;
  /** The id that makes a job unique: adding a job whose id is in the queue does nothing. */
  id(payload: Payload): string;
  readonly retry: RetryPolicy;
};

/** Declares a kind of job; the type of its payload comes from the schema. */
export const defineJob = <Payload>(job: JobKind<Payload>): JobKind<Payload> => job;

const step = { runId: z.string(), version: z.int().min(0), epoch: z.int().min(0) };
const shard = { shard: z.int().min(0), shards: z.int().min(1) };

const decideJob = z.object({ ...step, ...shard });
const commitJob = z.object(step);
const pollJob = z.object({ pollId: z.string(), ...shard });

export type DecideJob = z.infer<typeof decideJob>;
export type CommitJob = z.infer<typeof commitJob>;
export type PollJob = z.infer<typeof pollJob>;

/** For unexpected failures; expected ones end a run or a poll with the reason. */
const RETRY: RetryPolicy = { attempts: 6, backoffMs: 500 };

const stepId = ({ runId, version, epoch }: CommitJob): string => `${runId}-${version}-${epoch}`;

/**
 * Every kind of job. Payloads are ids only; a job whose epoch or version is past does nothing.
 * What a worker does with each kind is registered in `workers/processors/index.ts`.
 */
export const JOBS = {
  /** A shard of the decisions of a step. */
  decide: defineJob({
    name: "decide",
    queue: "decide",
    schema: decideJob,
    id: (job) => `decide-${stepId(job)}-${job.shard}-${job.shards}`,
    retry: RETRY,
  }),
  /** The commit of a step, once its shards are done. */
  commit: defineJob({
    name: "commit",
    queue: "commit",
    schema: commitJob,
    id: (job) => `commit-${stepId(job)}`,
    retry: RETRY,
  }),
  /** A shard of the agents of a poll. */
  poll: defineJob({
    name: "poll",
    queue: "poll",
    schema: pollJob,
    id: (job) => `poll-${job.pollId}-${job.shard}-${job.shards}`,
    retry: RETRY,
  }),
} as const;

/** What a worker does with a kind of job. */
export type JobHandler<Payload> = {
  /** Jobs of its queue that one process works on at once. */
  readonly concurrency: number;
  /** `signal` aborts when the process is stopping. May throw `RetryLaterError`. */
  handle(payload: Payload, signal: AbortSignal): Promise<void>;
  /** The job failed for the last time. */
  onFailure(payload: Payload, error: Error): Promise<void>;
};

/** A kind of job with its handler, for a worker that consumes its queue. */
export type JobProcessor = Pick<JobKind<unknown>, "name" | "queue"> & {
  readonly concurrency: number;
  /**
   * Parses a payload as stored, and returns what to do with it.
   * @throws ZodError on a malformed payload, which no further try can mend
   */
  open(data: unknown): {
    handle(signal: AbortSignal): Promise<void>;
    onFailure(error: Error): Promise<void>;
  };
};

/** Joins a kind of job and its handler: the one place where payloads are parsed. */
export function defineProcessor<Payload>(
  { name, queue, schema }: JobKind<Payload>,
  handler: JobHandler<Payload>,
): JobProcessor {
  return {
    name,
    queue,
    concurrency: handler.concurrency,
    open(data) {
      const payload = schema.parse(data);
      return {
        handle: (signal) => handler.handle(payload, signal),
        onFailure: (error) => handler.onFailure(payload, error),
      };
    },
  };
}
