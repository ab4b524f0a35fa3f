import { Semaphore } from "@/lib/services/concurrency/semaphore";

/** Half of the threads that Node has for files, names and hashes. */
const AT_ONCE = 2;
/** Longest wait for a turn, in milliseconds. */
const MAX_WAIT_MS = 15_000;

/** Hashes few passwords at a time, so that a crowd at the door does not hold up those inside. */
export function openPasswordLimit() {
  const turns = new Semaphore(AT_ONCE);
  return async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    const release = await turns.acquire(MAX_WAIT_MS);
    if (!release) return undefined;
    try {
      return await work();
    } finally {
      release();
    }
  };
}
