import { expect, test } from "vitest";
import { retryDelay } from "./retry-delay";
import { POLICY } from "./settings";

const failed = (
  attempt: number,
  more: { elapsedMs?: number; retryAfterMs?: number; attempts?: number } = {},
) => ({ attempt, attempts: 4, elapsedMs: 0, timeoutMs: 1_000, ...more });

test("delays grow exponentially up to a cap, with full jitter", () => {
  const longest = [1, 2, 3].map((attempt) => retryDelay(POLICY, failed(attempt), () => 1));
  expect(longest).toEqual([500, 1_000, 2_000]);
  expect(retryDelay(POLICY, failed(3), () => 0)).toBe(0);
  expect(retryDelay(POLICY, failed(20, { attempts: 99 }), () => 1)).toBe(POLICY.capMs);
});

test("bounds attempts and total time, even against Retry-After", () => {
  expect(retryDelay(POLICY, failed(4), () => 0)).toBeNull();
  expect(retryDelay(POLICY, failed(1, { elapsedMs: 120_000 }), () => 0)).toBeNull();
  expect(retryDelay(POLICY, failed(1, { retryAfterMs: 7_000 }), () => 0.5)).toBe(7_250);
  expect(retryDelay(POLICY, failed(1, { retryAfterMs: 3_600_000 }), () => 0.5)).toBeNull();
});
