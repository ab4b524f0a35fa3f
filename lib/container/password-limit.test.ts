import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openPasswordLimit } from "./password-limit";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Starts so many pieces of work, each of which ends when the test says so. */
function startWork(count: number) {
  const limit = openPasswordLimit();
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const results = Array.from({ length: count }, (_, index) =>
    limit(async () => {
      begun.push(index);
      await new Promise<void>((resolve) => ends.push(resolve));
      return index;
    }),
  );
  return { begun, ends, results };
}

const turn = () => vi.advanceTimersByTimeAsync(0);

it("hashes two passwords at a time, the others in order", async () => {
  const { begun, ends, results } = startWork(4);
  await turn();
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  await turn();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.();
  ends[2]?.();
  await turn();
  ends[3]?.();
  expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
});

it("gives up a turn that does not come, and serves who comes after", async () => {
  const { begun, ends, results } = startWork(3);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await results[2]).toBeUndefined();
  expect(begun).toEqual([0, 1]);
  for (const end of ends) end();
  expect(await Promise.all(results)).toEqual([0, 1, undefined]);
});
