/** Admits a limited number of holders at once; the others wait in order. */
export class Semaphore {
  private readonly waiting = new Set<() => void>();

  constructor(private permits: number) {}

  /**
   * Waits for a permit. Call the resolved function to release it; calling it again does nothing.
   */
  acquire(): Promise<() => void>;
  /** Waits for a permit for at most `timeoutMs` milliseconds; undefined after that. */
  acquire(timeoutMs: number | undefined): Promise<(() => void) | undefined>;
  async acquire(timeoutMs?: number): Promise<(() => void) | undefined> {
    if (this.permits > 0) this.permits -= 1;
    else if (!(await this.waitForPermit(timeoutMs))) return undefined;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const [next] = this.waiting;
      if (next) next();
      else this.permits += 1;
    };
  }

  /** Whether the permit came in time. */
  private waitForPermit(timeoutMs: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isIn: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(come);
        resolve(isIn);
      };
      const come = (): void => settle(true);
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(() => settle(false), timeoutMs);
      this.waiting.add(come);
    });
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
