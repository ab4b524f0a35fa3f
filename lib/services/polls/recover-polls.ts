import type { JobQueue } from "../jobs/ports";
import { enqueuePoll } from "./enqueue-poll";
import type { PollStore } from "./ports";

/**
 * Hands out every poll that should be going: at the start of a worker, and now and then. Harmless
 * for those whose jobs exist.
 * @returns how many there are
 */
export async function recoverPolls(ports: {
  readonly polls: PollStore;
  readonly queue: JobQueue;
}): Promise<number> {
  const running = await ports.polls.running();
  for (const { id, asked } of running) await enqueuePoll(ports.queue, id, asked);
  return running.length;
}

/** A shard of a poll failed for good. */
export async function failPoll(
  ports: { readonly polls: PollStore },
  pollId: string,
  error: Error,
): Promise<void> {
  const poll = await ports.polls.get(pollId);
  if (poll)
    await ports.polls.fail(
      poll,
      `An unexpected error stopped this poll: ${error.message}. All answers so far are kept. Resume to try again.`,
    );
}
