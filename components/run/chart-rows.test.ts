import { expect, it } from "vitest";
import { chartRows } from "./chart-rows";

const points = [0, 1].map((round) => ({ round, value: round / 2, problem: null }));

it("includes the rounds to come while the run can continue", () => {
  expect(chartRows({ points }, 3, false)).toEqual([
    { round: 0, value: 0 },
    { round: 1, value: 0.5 },
    { round: 2, value: null },
    { round: 3, value: null },
  ]);
  expect(chartRows({ points }, 3, true)).toHaveLength(2);
  expect(chartRows({ points: [] }, 3, false)).toEqual([]);
});
