/** Milliseconds between two checks for due callbacks. */
const TICK_MS = 5;

export type TimerWheel = {
  /** Calls back after `delayMs`, rounded up to the next tick. */
  schedule(delayMs: number, callback: () => void): void;
};

/** One timer for any number of delays: callbacks are grouped by the tick in which they are due. */
export function createTimerWheel(now: () => number = () => performance.now()): TimerWheel {
  const due = new Map<number, (() => void)[]>();
  let last = 0;
  let timer: NodeJS.Timeout | undefined;

  const runDue = () => {
    const current = Math.floor(now() / TICK_MS);
    while (last < current) {
      last += 1;
      const callbacks = due.get(last);
      if (callbacks === undefined) continue;
      due.delete(last);
      for (const callback of callbacks) callback();
    }
    if (due.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };

  return {
    schedule(delayMs, callback) {
      const current = now();
      if (timer === undefined) {
        last = Math.floor(current / TICK_MS);
        timer = setInterval(runDue, TICK_MS);
      }
      const tick = Math.max(last + 1, Math.ceil((current + delayMs) / TICK_MS));
      const callbacks = due.get(tick);
      if (callbacks === undefined) due.set(tick, [callback]);
      else callbacks.push(callback);
    },
  };
}
