/** Target number of rows per batch. */
const BATCH = 1_000;
/**
 * Longest time, in milliseconds, that an item waits to be recorded: the lag of the run page's
 * progress.
 */
const MAX_WAIT_MS = 300;

/** Records items of a shard in batches, one batch at a time. */
export class BatchWriter<Item> {
  private waiting: Item[] = [];
  private writing: Promise<void> = Promise.resolve();
  private failure: unknown;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly write: (batch: readonly Item[]) => Promise<void>) {
    this.timer = setInterval(() => this.flush(), MAX_WAIT_MS);
  }

  /**
   * Adds an item. Waits while two batches are pending, so that a slow database slows the callers
   * down instead of filling memory.
   */
  async add(item: Item): Promise<void> {
    this.waiting.push(item);
    if (this.waiting.length < BATCH) return;
    const before = this.writing;
    this.flush();
    await before;
    if (this.failure !== undefined) throw this.failure;
  }

  /** Records the remaining items; throws the first error of any batch. */
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
