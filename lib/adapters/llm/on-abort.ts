type Callbacks = Set<(reason: unknown) => void>;
const callbacksOf = new WeakMap<AbortSignal, Callbacks>();

/**
 * Calls back when the signal aborts; returns a function that removes the callback. A run shares one
 * signal among all its calls: each signal gets a single listener here, because removing one of many
 * listeners searches through all of them. Calls back at once if the signal has aborted already.
 */
export function onAbort(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    callback(signal.reason);
    return () => undefined;
  }
  let callbacks = callbacksOf.get(signal);
  if (callbacks === undefined) {
    const all: Callbacks = new Set();
    callbacks = all;
    callbacksOf.set(signal, all);
    signal.addEventListener(
      "abort",
      () => {
        const waiting = [...all];
        all.clear();
        for (const each of waiting) each(signal.reason);
      },
      { once: true },
    );
  }
  const joined = callbacks;
  joined.add(callback);
  return () => void joined.delete(callback);
}
