/** Lets so many in at once; the others wait in line. */
export class Gate {
  private readonly waiting = new Set<() => void>();

  constructor(private places: number) {}

  /** Waits for a place. Call what it resolves with to leave; again does nothing. */
  enter(): Promise<() => void>;
  /** … and gives up after so many milliseconds, with undefined. */
  enter(patience: number | undefined): Promise<(() => void) | undefined>;
  async enter(patience?: number): Promise<(() => void) | undefined> {
    if (this.places > 0) this.places -= 1;
    else if (!(await this.inLine(patience))) return undefined;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const [next] = this.waiting;
      if (next) next();
      else this.places += 1;
    };
  }

  /** Whether its turn came in time. */
  private inLine(patience: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isIn: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(come);
        resolve(isIn);
      };
      const come = (): void => settle(true);
      const timer = patience === undefined ? undefined : setTimeout(() => settle(false), patience);
      this.waiting.add(come);
    });
  }

  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    const leave = await this.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }
}
