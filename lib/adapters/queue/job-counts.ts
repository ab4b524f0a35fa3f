import { queueBackend, type QueuePlace } from "./backend";
import { COMMIT_QUEUE, DECIDE_QUEUE, POLL_QUEUE } from "./names";

const QUEUES = [DECIDE_QUEUE, COMMIT_QUEUE, POLL_QUEUE];
const STATES = ["waiting", "active", "delayed", "failed", "waiting-children"] as const;

export type JobCounts = {
  /** How many jobs of each queue are in each state. */
  read(): Promise<Record<string, Record<string, number>>>;
  close(): Promise<void>;
};

/** Counts jobs; connects at the first reading. */
export function openJobCounts(
  place: QueuePlace,
  log: (message: string, details: Readonly<Record<string, unknown>>) => void,
): JobCounts {
  let opened: ReturnType<ReturnType<typeof queueBackend>["queue"]>[] | undefined;
  const open = () => {
    const backend = queueBackend(place);
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
