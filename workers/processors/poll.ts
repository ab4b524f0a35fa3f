import { defineProcessor, JOBS, type JobProcessor } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** Shards of polls that one process works on at once. */
const POLL_SHARDS = 2;

/** Asks a shard of a poll. A shard that failed for good fails its poll; the run is not affected. */
export const pollProcessor = (services: Services): JobProcessor =>
  defineProcessor(JOBS.poll, {
    concurrency: POLL_SHARDS,
    handle: (job, signal) => services.askPollShard(job, signal),
    onFailure: ({ pollId }, error) => services.failPoll(pollId, error),
  });
