import { decideJob } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** A shard of a phase's decisions. */
export const decideProcessor =
  (services: Services) => async (payload: unknown, signal: AbortSignal) =>
    services.decideShard(decideJob.parse(payload), signal);
