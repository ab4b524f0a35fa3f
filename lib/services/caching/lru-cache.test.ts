import { afterEach, expect, it, vi } from "vitest";
import { LruCache } from "./lru-cache";

afterEach(() => {
  vi.useRealTimers();
});

it("makes a thing once, and lets the least recently used go", async () => {
  const kept = new LruCache<string>(2);
  const made: string[] = [];
  const get = (key: string) => kept.getOrCreate(key, () => Promise.resolve((made.push(key), key)));
  for (const key of ["a", "b", "a", "c", "a", "b"]) expect(await get(key)).toBe(key);
  expect(made).toEqual(["a", "b", "c", "b"]);
  kept.delete("b");
  await get("b");
  expect(made.at(-1)).toBe("b");
});

it("makes again what could not be made", async () => {
  const kept = new LruCache<number>(2);
  await expect(kept.getOrCreate("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await kept.getOrCreate("a", () => Promise.resolve(1))).toBe(1);
});

it("lets as many go as a large one needs, and knows that things grow", async () => {
  const kept = new LruCache<string>(10);
  const made: string[] = [];
  const get = (key: string, size: number) =>
    kept.getOrCreate(key, () => Promise.resolve((made.push(key), key)), size);
  for (const [key, size] of [
    ["a", 4],
    ["b", 4],
    ["c", 2],
    ["d", 7],
    ["c", 3],
    ["d", 7],
  ] as const)
    await get(key, size);
  expect(made).toEqual(["a", "b", "c", "d"]);
  // Now c has grown, and there is no room for both.
  await get("c", 4);
  await get("d", 7);
  expect(made).toEqual(["a", "b", "c", "d", "d"]);
});

it("lets go of what nobody asked for in a while", async () => {
  vi.useFakeTimers();
  const kept = new LruCache<number>(2, 1_000);
  let made = 0;
  const get = () => kept.getOrCreate("a", () => Promise.resolve((made += 1)));
  await get();
  vi.advanceTimersByTime(700);
  await get();
  vi.advanceTimersByTime(700);
  expect(await get()).toBe(1);
  vi.advanceTimersByTime(1_001);
  expect(await get()).toBe(2);
});
