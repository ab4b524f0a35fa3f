type Entry<Thing> = {
  readonly thing: Promise<Thing>;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
  size: number;
};

/**
 * What is dear to make, kept in one process as long as all of it fits: the least recently used goes first, and what could not
 * be made is not kept. What is larger than everything together is kept alone.
 */
export class LruCache<Thing> {
  private readonly entries = new Map<string, Entry<Thing>>();

  /**
   * @param most how much is kept: things count 1 each, unless whoever asks for one says how large it is
   * @param idle what nobody asked for in so many milliseconds is let go
   */
  constructor(
    private readonly most: number,
    private readonly idle?: number,
  ) {}

  getOrCreate(key: string, make: () => Promise<Thing>, size = 1): Promise<Thing> {
    const known = this.entries.get(key);
    this.entries.delete(key);
    // What has to go goes before its successor takes its place in memory.
    this.makeRoom(size);
    if (known) {
      known.size = size;
      known.timer?.refresh();
      this.entries.set(key, known);
      return known.thing;
    }
    const thing = make();
    const entry = { thing, size, timer: this.letGoOf(key) };
    this.entries.set(key, entry);
    thing.catch(() => {
      if (this.entries.get(key) === entry) this.delete(key);
    });
    return thing;
  }

  delete(key: string): void {
    clearTimeout(this.entries.get(key)?.timer);
    this.entries.delete(key);
  }

  private makeRoom(size: number): void {
    let taken = size;
    for (const entry of this.entries.values()) taken += entry.size;
    for (const [oldest, entry] of this.entries) {
      if (taken <= this.most) return;
      taken -= entry.size;
      this.delete(oldest);
    }
  }

  private letGoOf(key: string): Entry<Thing>["timer"] {
    return this.idle === undefined
      ? undefined
      : setTimeout(() => this.delete(key), this.idle).unref();
  }
}
