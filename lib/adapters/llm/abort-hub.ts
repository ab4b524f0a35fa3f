type Callbacks = Set<(reason: unknown) => void>;
const hubs = new WeakMap<AbortSignal, Callbacks>();

/**
 * Calls back when the signal fires; returns the function that forgets the callback. A run hands one signal to all of its
 * calls: each signal gets a single listener here, because removing one of many listeners searches through all of them.
 * A signal that has fired already calls back at once.
 */
export function onAbort(signal: AbortSignal, callback: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    callback(signal.reason);
    return () => undefined;
  }
  let callbacks = hubs.get(signal);
  if (callbacks === undefined) {
    const all: Callbacks = new Set();
    callbacks = all;
    hubs.set(signal, all);
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

/** Resolves after `ms`; rejects with the signal's reason as soon as it fires. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const forget = signal && onAbort(signal, (reason) => {
      clearTimeout(timer);
      reject(reason);
    });
    const timer = setTimeout(() => {
      forget?.();
      resolve();
    }, ms);
  });
}
