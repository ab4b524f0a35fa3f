import type { JobQueue } from "../jobs/ports";
import { enqueuePoll } from "./enqueue-poll";
import type { PollStore } from "./ports";

/**
 * Dispatches every active poll: at the start of a worker and periodically. Harmless for those whose
 * jobs exist.
 * @returns the number of polls
 */
export async function recoverPolls(ports: {
  readonly polls: PollStore;
  readonly queue: JobQueue;
}): Promise<number> {
  const running = await ports.polls.running();
  for (const { id, asked } of running) await enqueuePoll(ports.queue, id, asked);
  return running.length;
}

/** Fails a poll one of whose shards failed for good. */
export async function failPoll(
  ports: { readonly polls: PollStore },
  pollId: string,
  error: Error,
): Promise<void> {
  const poll = await ports.polls.get(pollId);
  if (poll)
    await ports.polls.fail(
      poll,
      `An unexpected error stopped this poll: ${error.message}. ` +
        "All answers so far are kept. Resume to try again.",
    );
}
