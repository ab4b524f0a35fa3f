import type { Interruptible } from "@/lib/engine";

/**
 * How long a portion holds the thread, in milliseconds, before everybody else has a turn: locks,
 * heartbeats, other runs, pages. A request waits for it once for each thing it asks of the
 * database.
 */
const MAX_SLICE_MS = 8;

/**
 * Does work of the engine portion by portion, so that this process stays responsive however large
 * the world is.
 */
export async function runCooperatively<Result>(work: Interruptible<Result>): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < MAX_SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
}
