/** Milliseconds that calls in flight may still take after a stop: they are paid for. */
const GRACE_MS = 5_000;
/**
 * Longest time, in milliseconds, in which items are started without yielding: their requests,
 * possibly thousands, are sent only then.
 */
const MAX_START_BURST_MS = 10;

/** Returns a signal that aborts a few seconds after another one. */
export function abortAfterGrace(stop: AbortSignal): {
  readonly signal: AbortSignal;
  stop(): void;
} {
  const calls = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = (): void => {
    timer = setTimeout(() => calls.abort(), GRACE_MS);
  };
  if (stop.aborted) calls.abort(stop.reason);
  stop.addEventListener("abort", begin, { once: true });
  return {
    signal: calls.signal,
    stop: () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", begin);
    },
  };
}

/**
 * Processes items, at most `concurrency` at a time. The first failure, like the signal, starts no
 * further items.
 */
export async function mapConcurrently<Item>(
  items: readonly Item[],
  concurrency: number,
  stop: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    while (!failure && !stop.aborted) {
      const { value, done } = rest.next();
      if (done) return;
      try {
        await work(value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  const workers: Promise<void>[] = [];
  for (let since = performance.now(); workers.length < Math.min(concurrency, items.length);) {
    workers.push(worker());
    if (performance.now() - since < MAX_START_BURST_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  await Promise.all(workers);
  if (failure) throw failure.error;
}

export const isAbortError = (error: unknown): boolean =>
  error instanceof Error && error.name === "AbortError";
