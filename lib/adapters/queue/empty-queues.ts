import { JOBS } from "@/lib/contracts/jobs";
import { queueBackend, type QueueLocation } from "./backend";

const QUEUES = [...new Set(Object.values(JOBS).map(({ queue }) => queue))];

/** Removes all jobs of all queues, those of dead workers too. No worker may be running. */
export async function emptyQueues(location: QueueLocation): Promise<void> {
  const backend = queueBackend(location);
  for (const name of QUEUES) {
    const queue = backend.queue(name);
    queue.on("error", () => undefined);
    try {
      await queue.obliterate({ force: true });
      // Obliterating pauses the queue.
      await queue.resume();
    } finally {
      await queue.close();
    }
  }
}
