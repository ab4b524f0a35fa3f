import { expect, test } from "vitest";
import { mapConcurrently } from "./map-concurrently";

const never = new AbortController().signal;

function hold(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("what the first lanes ask is sent before the last have begun", async () => {
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
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
  );
  expect(begun).toBe(100);
  expect(sentAt).toBeGreaterThan(0);
  expect(sentAt).toBeLessThan(60);
});

test("a failure keeps further lanes from beginning, and is thrown", async () => {
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
  expect(begun).toBeLessThan(60);
});
