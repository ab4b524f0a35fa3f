import { expect, test } from "vitest";
import { parseRetryAfter } from "./retry-after";

test("reads Retry-After as seconds, date or milliseconds", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(parseRetryAfter({ retryAfter: "2" }, now)).toBe(2_000);
  expect(parseRetryAfter({ retryAfter: "Thu, 01 Jan 2026 00:00:03 GMT" }, now)).toBe(3_000);
  expect(parseRetryAfter({ retryAfter: "Wed, 31 Dec 2025 00:00:00 GMT" }, now)).toBe(0);
  expect(parseRetryAfter({ retryAfter: "2", retryAfterMs: "150" }, now)).toBe(150);
  expect(parseRetryAfter({ retryAfter: "soon" }, now)).toBeUndefined();
  expect(parseRetryAfter({ retryAfter: "1e15" }, now)).toBe(86_400_000);
  expect(parseRetryAfter({ retryAfter: "Fri, 01 Jan 9999 00:00:00 GMT" }, now)).toBe(86_400_000);
  expect(parseRetryAfter({}, now)).toBeUndefined();
});
