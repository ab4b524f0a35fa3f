import type { FlowJob } from "bullmq";
import type { JobKind } from "@/lib/contracts/jobs";
import type { JobQueue } from "@/lib/services/jobs/ports";
import { queueBackend, type QueueLocation } from "./backend";

/** Opens the queues for adding jobs. The id of a job makes adding it idempotent. */
export function openJobQueue(
  location: QueueLocation,
  log: (message: string, details: Readonly<Record<string, unknown>>) => void,
): JobQueue & { close(): Promise<void> } {
  const flows = queueBackend(location).flows();
  flows.on("error", (error: Error) => log("queue connection", { error: error.message }));
  return {
    enqueue: async (job, payload) => void (await flows.add(toFlowJob(job, payload))),
    async enqueueFlow({ job, payload, childJob, children }) {
      await flows.add({
        ...toFlowJob(job, payload),
        children: children.map((child) => {
          const { opts, ...rest } = toFlowJob(childJob, child);
          // The parent finds missing results itself, and must not wait for failed children forever.
          return { ...rest, opts: { ...opts, ignoreDependencyOnFailure: true } };
        }),
      });
    },
    close: () => flows.close(),
  };
}

const toFlowJob = <Payload>(
  { name, queue, id, retry }: JobKind<Payload>,
  payload: Payload,
): FlowJob => ({
  name,
  queueName: queue,
  data: payload,
  opts: {
    jobId: id(payload),
    attempts: retry.attempts,
    backoff: { type: "exponential", delay: retry.backoffMs },
    removeOnComplete: true,
    removeOnFail: true,
  },
});
