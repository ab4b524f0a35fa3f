import { expect, test } from "vitest";
import { p95, summarizeVisits } from "./visits";

const visits = Array.from({ length: 100 }, (_, index) => ({
  route: index < 20 ? "home" : "run",
  ms: index + 1,
  ok: index !== 50,
}));

test("the 95th percentile is the time within which 95 of 100 visits were answered", () => {
  expect(p95(visits)).toBe(95);
  expect(p95(visits.slice(0, 1))).toBe(1);
  expect(p95([])).toBe(0);
});

test("visits are summarized by route, with those that failed", () => {
  expect(summarizeVisits(visits)).toEqual({
    visits: 100,
    errors: 1,
    p95Ms: 95,
    slowestMs: 100,
    "home, p95 ms": 19,
    "run, p95 ms": 96,
  });
});
