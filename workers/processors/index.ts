import type { JOBS, JobProcessor } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";
import { commitProcessor } from "./commit";
import { decideProcessor } from "./decide";
import { pollProcessor } from "./poll";

/** Shards that a process works on at once, unless WORKER_CONCURRENCY is set. */
const DEFAULT_SHARDS = 4;

export type ProcessorOptions = { readonly shards?: number | undefined };

/** The processor of every kind of job; a kind without one is a type error. */
export function jobProcessors(
  services: Services,
  { shards = DEFAULT_SHARDS }: ProcessorOptions = {},
): readonly JobProcessor[] {
  return Object.values({
    decide: decideProcessor(services, { shards }),
    commit: commitProcessor(services),
    poll: pollProcessor(services),
  } satisfies Record<keyof typeof JOBS, JobProcessor>);
}
