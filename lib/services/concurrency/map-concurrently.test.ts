import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mapConcurrently } from "./map-concurrently";

const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Advances simulated time without yielding. */
const hold = (milliseconds: number): void => void vi.advanceTimersByTime(milliseconds);

test("yields while it starts many items, so that the first requests are sent", async () => {
  let begun = 0;
  let sentAt: number | undefined;
  setImmediate(() => (sentAt = begun));
  await mapConcurrently(
    Array.from({ length: 100 }, (_, at) => at),
    100,
    never,
    async () => {
      begun += 1;
      hold(1);
      await new Promise((resolve) => setImmediate(resolve));
    },
  );
  expect(begun).toBe(100);
  expect(sentAt).toBe(10);
});

test("starts no more items after a failure, and throws it", async () => {
  let begun = 0;
  const running = mapConcurrently(
    Array.from({ length: 100 }, (_, at) => at),
    100,
    never,
    async () => {
      begun += 1;
      hold(1);
      await Promise.resolve();
      throw new Error("no server");
    },
  );
  await expect(running).rejects.toThrow("no server");
  expect(begun).toBe(10);
});
