import { afterEach, describe, expect, it, vi } from "vitest";
import { LruCache, type LruCacheOptions } from "./lru-cache";

afterEach(() => {
  vi.useRealTimers();
});

/** Returns a cache and the keys whose values it created. */
function recording(options: LruCacheOptions) {
  const cache = new LruCache<string>(options);
  const created: string[] = [];
  const get = (key: string, size?: number) =>
    cache.getOrCreate(key, () => Promise.resolve((created.push(key), key)), size);
  return { cache, created, get };
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

describe("LruCache", () => {
  it("creates a value once and evicts the least recently used", async () => {
    const { cache, created, get } = recording({ maxSize: 2 });
    for (const key of ["a", "b", "a", "c", "a", "b"]) expect(await get(key)).toBe(key);
    expect(created).toEqual(["a", "b", "c", "b"]);
    cache.delete("b");
    await get("b");
    expect(created.at(-1)).toBe("b");
  });

  it("shares one creation among concurrent callers", async () => {
    const cache = new LruCache<object>({ maxSize: 2 });
    const { promise, resolve } = deferred<object>();
    const creations: object[] = [];
    const get = () => cache.getOrCreate("a", () => (creations.push({}), promise));
    const [first, second] = [get(), get()];
    resolve({});
    expect(await second).toBe(await first);
    expect(creations).toHaveLength(1);
  });

  it("rejects all callers of a failed creation, and tries again afterwards", async () => {
    const cache = new LruCache<number>({ maxSize: 2 });
    const fail = () => Promise.reject(new Error("no"));
    const waiting = [cache.getOrCreate("a", fail), cache.getOrCreate("a", fail)];
    for (const one of waiting) await expect(one).rejects.toThrow("no");
    expect(await cache.getOrCreate("a", () => Promise.resolve(1))).toBe(1);
  });

  it("keeps the successor of an entry whose creation fails late", async () => {
    const cache = new LruCache<number>({ maxSize: 2 });
    const { promise, reject } = deferred<number>();
    const failing = cache.getOrCreate("a", () => promise);
    cache.delete("a");
    await cache.getOrCreate("a", () => Promise.resolve(1));
    reject(new Error("late"));
    await expect(failing).rejects.toThrow("late");
    expect(await cache.getOrCreate("a", () => Promise.resolve(2))).toBe(1);
  });

  it("evicts as many entries as a large one needs, and follows an entry that grows", async () => {
    const { created, get } = recording({ maxSize: 10 });
    for (const [key, size] of [
      ["a", 4],
      ["b", 4],
      ["c", 2],
      ["d", 7],
      ["c", 3],
      ["d", 7],
    ] as const)
      await get(key, size);
    expect(created).toEqual(["a", "b", "c", "d"]);
    // Entry c has grown, and both no longer fit.
    await get("c", 4);
    await get("d", 7);
    expect(created).toEqual(["a", "b", "c", "d", "d"]);
  });

  it("evicts before it creates, so that both are never in memory together", async () => {
    const cache = new LruCache<string>({ maxSize: 10 });
    await cache.getOrCreate("a", () => Promise.resolve("a"), 6);
    let recreated = false;
    await cache.getOrCreate(
      "b",
      async () => {
        await cache.getOrCreate("a", async () => ((recreated = true), "a"), 1);
        return "b";
      },
      6,
    );
    expect(recreated).toBe(true);
  });

  it("creates a value larger than the whole cache, and keeps the others instead", async () => {
    const { created, get } = recording({ maxSize: 10 });
    await get("a", 4);
    expect(await get("huge", 11)).toBe("huge");
    await get("huge", 11);
    await get("a", 4);
    expect(created).toEqual(["a", "huge", "huge"]);
  });

  it("deletes entries that were not read within the idle time, by the injected clock", async () => {
    vi.useFakeTimers();
    let now = 1;
    const { created, get } = recording({
      maxSize: 2,
      idleMs: 1_000,
      clock: { now: () => now },
    });
    const advance = (ms: number): void => {
      now += ms;
      vi.advanceTimersByTime(ms);
    };
    await get("a");
    advance(700);
    await get("a");
    advance(700);
    await get("a");
    expect(created).toEqual(["a"]);
    advance(1_001);
    await get("a");
    expect(created).toEqual(["a", "a"]);
  });

  it("frees an idle value without further calls", async () => {
    vi.useFakeTimers();
    const clock = { now: () => Date.now() };
    const cache = new LruCache<string>({ maxSize: 2, idleMs: 1_000, clock });
    await cache.getOrCreate("a", () => Promise.resolve("a"));
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    vi.advanceTimersByTime(2_500);
    expect(vi.getTimerCount()).toBe(0);
  });
});
