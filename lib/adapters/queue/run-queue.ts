import type { CommitJob, DecideJob, PollJob } from "@/lib/contracts/jobs";
import type { PollQueue } from "@/lib/services/polls/ports";
import type { RunQueue } from "@/lib/services/runs/ports";
import { queueBackend, type QueuePlace } from "./backend";
import { COMMIT_QUEUE, DECIDE_QUEUE, POLL_QUEUE } from "./names";

/** Tries of a job whose process fails in an unforeseen way; waits grow from half a second. */
const JOB_OPTIONS = {
  attempts: 6,
  backoff: { type: "exponential", delay: 500 },
  removeOnComplete: true,
  removeOnFail: true,
} as const;

export type OpenRunQueue = RunQueue & PollQueue & { close(): Promise<void> };

/** Hands steps out as flows: the commit waits for its decide jobs. Ids are those of the step, so that adding twice adds once. */
export function openRunQueue(
  place: QueuePlace,
  log: (message: string, details: Readonly<Record<string, unknown>>) => void,
): OpenRunQueue {
  const flows = queueBackend(place).flows();
  flows.on("error", (error: Error) => log("queue connection", { error: error.message }));
  return {
    async enqueueStep(step, shards) {
      const id = `${step.runId}-${step.version}-${step.epoch}`;
      await flows.add({
        name: "commit",
        queueName: COMMIT_QUEUE,
        data: step satisfies CommitJob,
        opts: { ...JOB_OPTIONS, jobId: `commit-${id}` },
        children: Array.from({ length: shards }, (_, shard) => ({
          name: "decide",
          queueName: DECIDE_QUEUE,
          data: { ...step, shard, shards } satisfies DecideJob,
          // A shard that failed for good has failed its run; the commit then finds nothing to do.
          opts: {
            ...JOB_OPTIONS,
            jobId: `decide-${id}-${shard}-${shards}`,
            ignoreDependencyOnFailure: true,
          },
        })),
      });
    },
    async enqueuePoll(pollId, shards) {
      for (let shard = 0; shard < shards; shard += 1) {
        const data = { pollId, shard, shards } satisfies PollJob;
        await flows.add({
          name: "poll",
          queueName: POLL_QUEUE,
          data,
          opts: { ...JOB_OPTIONS, jobId: `poll-${pollId}-${shard}-${shards}` },
        });
      }
    },
    close: () => flows.close(),
  };
}
