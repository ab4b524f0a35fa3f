/** Rows a batch aims at. */
const BATCH = 1_000;
/**
 * Longest time, in milliseconds, that an item waits to be recorded: what the run page's progress
 * lags behind.
 */
const LONGEST_WAIT = 300;

/** Collects what a shard found out and records it in batches, one at a time. */
export class BatchWriter<Item> {
  private waiting: Item[] = [];
  private writing: Promise<void> = Promise.resolve();
  private failure: unknown;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly write: (batch: readonly Item[]) => Promise<void>) {
    this.timer = setInterval(() => this.flush(), LONGEST_WAIT);
  }

  /**
   * Waits while two batches are behind, so that a slow database slows the callers down instead of
   * filling memory.
   */
  async add(item: Item): Promise<void> {
    this.waiting.push(item);
    if (this.waiting.length < BATCH) return;
    const before = this.writing;
    this.flush();
    await before;
    if (this.failure !== undefined) throw this.failure;
  }

  /** Records what is left; throws what went wrong with any batch. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    await this.writing;
    if (this.failure !== undefined) throw this.failure;
  }

  private flush(): void {
    if (this.waiting.length === 0 || this.failure !== undefined) return;
    const batch = this.waiting;
    this.waiting = [];
    this.writing = this.writing
      .then(() => this.write(batch))
      .catch((error: unknown) => {
        this.failure ??= error;
      });
  }
}
