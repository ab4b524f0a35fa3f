import { pollJob } from "@/lib/contracts/jobs";
import type { Services } from "@/lib/container";

/** Some of the agents of a poll. */
export const pollProcessor =
  (services: Services) => async (payload: unknown, signal: AbortSignal) =>
    services.askShard(pollJob.parse(payload), signal);

/** A shard that failed for good fails its poll; the run knows nothing of it. */
export const pollFailedProcessor = (services: Services) => async (payload: unknown, error: Error) =>
  services.failPoll(pollJob.parse(payload).pollId, error);
