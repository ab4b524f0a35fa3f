import { z } from "zod";

const step = { runId: z.string(), version: z.int().min(0), epoch: z.int().min(0) };

/** Payloads of the simulation queue: ids only. A job whose epoch or version is past does nothing. */
export const decideJob = z.object({ ...step, shard: z.int().min(0), shards: z.int().min(1) });
export type DecideJob = z.infer<typeof decideJob>;

export const commitJob = z.object(step);
export type CommitJob = z.infer<typeof commitJob>;

/** Some of the agents of a poll. */
export const pollJob = z.object({
  pollId: z.string(),
  shard: z.int().min(0),
  shards: z.int().min(1),
});
export type PollJob = z.infer<typeof pollJob>;
