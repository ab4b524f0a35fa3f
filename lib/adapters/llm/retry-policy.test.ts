import { expect, test } from "vitest";
import { parseRetryAfter, RETRY_POLICY, retryDelay } from "./retry-policy";

const failed = (attempt: number, more: { elapsedMs?: number; retryAfterMs?: number } = {}) => ({ attempt, elapsedMs: 0, timeoutMs: 1_000, ...more });

test("waits grow, are jittered down to nothing, and are capped", () => {
  const longest = [1, 2, 3].map((attempt) => retryDelay(RETRY_POLICY, failed(attempt), () => 1));
  expect(longest).toEqual([500, 1_000, 2_000]);
  expect(retryDelay(RETRY_POLICY, failed(3), () => 0)).toBe(0);
  expect(retryDelay({ ...RETRY_POLICY, attempts: 99 }, failed(20), () => 1)).toBe(RETRY_POLICY.capMs);
});

test("attempts and total time are bounded, also against a server's wish", () => {
  expect(retryDelay(RETRY_POLICY, failed(4), () => 0)).toBeNull();
  expect(retryDelay(RETRY_POLICY, failed(1, { elapsedMs: 120_000 }), () => 0)).toBeNull();
  expect(retryDelay(RETRY_POLICY, failed(1, { retryAfterMs: 7_000 }), () => 0.5)).toBe(7_250);
  expect(retryDelay(RETRY_POLICY, failed(1, { retryAfterMs: 3_600_000 }), () => 0.5)).toBeNull();
});

test("Retry-After is read as seconds, date or milliseconds", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(parseRetryAfter({ retryAfter: "2" }, now)).toBe(2_000);
  expect(parseRetryAfter({ retryAfter: "Thu, 01 Jan 2026 00:00:03 GMT" }, now)).toBe(3_000);
  expect(parseRetryAfter({ retryAfter: "Wed, 31 Dec 2025 00:00:00 GMT" }, now)).toBe(0);
  expect(parseRetryAfter({ retryAfter: "2", retryAfterMs: "150" }, now)).toBe(150);
  expect(parseRetryAfter({ retryAfter: "soon" }, now)).toBeUndefined();
  expect(parseRetryAfter({}, now)).toBeUndefined();
});
