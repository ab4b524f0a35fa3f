const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm repeats Ctrl-C to a process that has received it from the terminal: still one request. */
const REPEAT_WINDOW_MS = 800;

export interface StopSignals {
  /** Aborted at the first signal. */
  readonly stop: AbortSignal;
  /** Aborted at the second signal. */
  readonly force: AbortSignal;
  release(): void;
}

/** Listens for requests to stop: Ctrl-C, `kill`, a terminal that closes. */
export function listenForStopSignals(): StopSignals {
  const stop = new AbortController();
  const force = new AbortController();
  let first = 0;
  const onSignal = (): void => {
    if (!stop.signal.aborted) {
      first = performance.now();
      stop.abort();
    } else if (performance.now() - first > REPEAT_WINDOW_MS) force.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    stop: stop.signal,
    force: force.signal,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

/** Resolves when the signal is aborted, at once if it is already. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}
