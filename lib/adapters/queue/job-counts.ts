import type { Queue } from "bullmq";
import { JOBS } from "@/lib/contracts/jobs";
import { queueBackend, type QueueLocation } from "./backend";

const QUEUES = [...new Set(Object.values(JOBS).map(({ queue }) => queue))];
const STATES = ["waiting", "active", "delayed", "failed", "waiting-children"] as const;

export type JobCounts = {
  /** The number of jobs of each queue by state. */
  read(): Promise<Record<string, Record<string, number>>>;
  close(): Promise<void>;
};

/** Counts jobs; connects at the first reading. */
export function openJobCounts(
  location: QueueLocation,
  log: (message: string, details: Readonly<Record<string, unknown>>) => void,
): JobCounts {
  let opened: Queue[] | undefined;
  const open = (): Queue[] => {
    const backend = queueBackend(location);
    return QUEUES.map((name) => {
      const queue = backend.queue(name);
      queue.on("error", (error: Error) =>
        log("queue connection", { queue: name, error: error.message }),
      );
      return queue;
    });
  };
  return {
    async read() {
      opened ??= open();
      return Object.fromEntries(
        await Promise.all(
          opened.map(async (queue) => [queue.name, await queue.getJobCounts(...STATES)] as const),
        ),
      );
    },
    close: async () => void (await Promise.all(opened?.map((queue) => queue.close()) ?? [])),
  };
}
