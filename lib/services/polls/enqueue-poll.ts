import { JOBS } from "@/lib/contracts/jobs";
import type { JobQueue } from "../jobs/ports";
import { countShards } from "../dispatch/shards";

/** Enqueues the shards of a poll; does nothing for those already enqueued. */
export async function enqueuePoll(queue: JobQueue, pollId: string, asked: number): Promise<void> {
  const shards = countShards(asked);
  for (let shard = 0; shard < shards; shard += 1)
    await queue.enqueue(JOBS.poll, { pollId, shard, shards });
}
