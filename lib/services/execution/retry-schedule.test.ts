import { expect, it } from "vitest";
import { isTransientFault, nextRetryAt } from "./retry-schedule";

it("retries after 5 s, doubling up to 5 min", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const waits = [0, 1, 2, 3, 5, 6, 7, 1_000].map(
    (tries) => (nextRetryAt(now, tries).getTime() - now.getTime()) / 1_000,
  );
  expect(waits).toEqual([5, 10, 20, 40, 160, 300, 300, 300]);
});

it("retries transient faults only", () => {
  expect(
    (["unreachable", "timeout", "serverError", "rateLimited"] as const).every(isTransientFault),
  ).toBe(true);
  expect(
    (
      ["unauthorised", "noModel", "noApi", "notOpenAi", "badRequest", "refusedSchema"] as const
    ).some(isTransientFault),
  ).toBe(false);
});
