import { LRUCache, type Perf } from "lru-cache";

export type LruCacheOptions = {
  /** Sum of the sizes of all entries; an entry counts 1 unless `getOrCreate` says its size. */
  readonly maxSize: number;
  /** Milliseconds without access after which an entry is deleted; never by default. */
  readonly idleMs?: number;
  /** Milliseconds of a clock that starts above 0, for tests. */
  readonly clock?: Perf;
};

/**
 * An LRU cache of values that are expensive to create. Concurrent calls for one key share one
 * creation, and a failed creation is not cached. A value larger than the whole cache is created and
 * not cached.
 */
export class LruCache<Value> {
  private readonly entries: LRUCache<string, Promise<Value>>;

  constructor({ maxSize, idleMs, clock }: LruCacheOptions) {
    this.entries = new LRUCache({
      maxSize: Math.max(1, Math.floor(maxSize)),
      ...(idleMs !== undefined && { ttl: idleMs, ttlAutopurge: true, updateAgeOnGet: true }),
      ...(clock && { perf: clock }),
    });
  }

  /** @param size of the entry from now on; an entry may grow from one call to the next */
  getOrCreate(key: string, create: () => Promise<Value>, size = 1): Promise<Value> {
    const cached = this.entries.get(key);
    if (cached) {
      this.set(key, cached, size);
      return cached;
    }
    let start: () => void = () => undefined;
    const promise = new Promise<void>((resolve) => (start = resolve)).then(create);
    // Set before it is created: entries evicted for it must not share the memory with it.
    this.set(key, promise, size);
    start();
    promise.catch(() => {
      if (this.entries.peek(key) === promise) this.entries.delete(key);
    });
    return promise;
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  private set(key: string, value: Promise<Value>, size: number): void {
    // The package accepts a new size only with a new value.
    this.entries.delete(key);
    this.entries.set(key, value, { size: Math.max(1, Math.ceil(size)) });
  }
}
