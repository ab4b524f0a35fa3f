/** How many calls of one endpoint are under way, and who waits; first come, first served. */
export type Limiter = {
  /** Resolves once the call may start, with the function that ends it. Rejects when `cancel` fires first. */
  acquire(onCancel?: (cancel: (reason: unknown) => void) => () => void): Promise<() => void>;
  /** A higher limit lets waiting calls start at once; a lower one takes effect as calls end. */
  setLimit(limit: number): void;
  readonly active: number;
  readonly waiting: number;
};

type Waiting = { start: () => void; cancelled: boolean };

/** Spent entries are dropped in one go, so that taking the next call is cheap however many wait. */
const COMPACT_AT = 1_024;

/** A limiter of `limit` calls at a time. */
export function createLimiter(limit: number): Limiter {
  let allowed = limit;
  let active = 0;
  let cancelled = 0;
  let head = 0;
  let queue: Waiting[] = [];

  const release = () => {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      active -= 1;
      startNext();
    };
  };

  const startNext = () => {
    while (active < allowed && head < queue.length) {
      const next = queue[head];
      head += 1;
      if (next === undefined) continue;
      if (next.cancelled) {
        cancelled -= 1;
        continue;
      }
      active += 1;
      next.start();
    }
    if (head > COMPACT_AT && head * 2 > queue.length) {
      queue = queue.slice(head);
      head = 0;
    }
  };

  return {
    acquire(onCancel) {
      if (active < allowed && head >= queue.length) {
        active += 1;
        return Promise.resolve(release());
      }
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          cancelled: false,
          start: () => {
            forget?.();
            resolve(release());
          },
        };
        const forget = onCancel?.((reason) => {
          waiting.cancelled = true;
          cancelled += 1;
          reject(reason);
        });
        queue.push(waiting);
      });
    },
    setLimit(next) {
      allowed = next;
      startNext();
    },
    get active() {
      return active;
    },
    get waiting() {
      return queue.length - head - cancelled;
    },
  };
}
