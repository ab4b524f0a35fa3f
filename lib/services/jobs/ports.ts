import type { JobKind } from "@/lib/contracts/jobs";

/** The queue of jobs for the workers. Adding a job that is already queued does nothing. */
export interface JobQueue {
  enqueue<Payload>(job: JobKind<Payload>, payload: Payload): Promise<void>;
  /** Adds a job that begins once its children have ended, whether they succeeded or not. */
  enqueueFlow<Payload, Child>(flow: {
    readonly job: JobKind<Payload>;
    readonly payload: Payload;
    readonly childJob: JobKind<Child>;
    readonly children: readonly Child[];
  }): Promise<void>;
}
