import { defineProcessor, JOBS, type JobProcessor } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** Decides a shard of a step. A shard that failed for good fails its run, whose page says so. */
export const decideProcessor = (
  services: Services,
  { shards }: { readonly shards: number },
): JobProcessor =>
  defineProcessor(JOBS.decide, {
    concurrency: shards,
    handle: (job, signal) => services.decideShard(job, signal),
    onFailure: (job, error) => services.failRun(job, error),
  });
