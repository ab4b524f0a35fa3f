import { defineProcessor, JOBS, type JobProcessor } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/**
 * Makes the decisions of a shard. A shard that failed for good fails its run, whose page shows the
 * reason.
 */
export const decideProcessor = (
  services: Services,
  { shards }: { readonly shards: number },
): JobProcessor =>
  defineProcessor(JOBS.decide, {
    concurrency: shards,
    handle: (job, signal) => services.decideShard(job, signal),
    onFailure: (job, error) => services.failRun(job, error),
  });
