import { defineProcessor, JOBS, type JobProcessor } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** Runs that one process advances at once: most of them wait for the models of a small step. */
const ADVANCED_RUNS = 32;

/** Commits a step. A commit that failed for good fails its run, whose page shows the reason. */
export const commitProcessor = (services: Services): JobProcessor =>
  defineProcessor(JOBS.commit, {
    concurrency: ADVANCED_RUNS,
    handle: (job, signal) => services.commitStep(job, signal),
    onFailure: (job, error) => services.failRun(job, error),
  });
