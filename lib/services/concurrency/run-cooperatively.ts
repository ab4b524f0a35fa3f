import type { Interruptible } from "@/lib/engine";

/**
 * Longest time, in milliseconds, that a slice holds the thread before other work runs: locks,
 * heartbeats, other runs, pages. A request waits up to this long for each of its queries.
 */
const MAX_SLICE_MS = 8;

/**
 * Runs work of the engine in slices, so that this process stays responsive however large the world
 * is.
 * @throws the reason of the signal when that is aborted, between two slices
 */
export async function runCooperatively<Result>(
  work: Interruptible<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < MAX_SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    began = performance.now();
  }
}
