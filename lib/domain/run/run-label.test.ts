import { expect, it } from "vitest";
import { runLabel } from "./run-label";

it("labels a fork with its first own round", () => {
  expect(runLabel({ arm: { name: "baseline", count: 1 }, replicate: 2, forkRound: null })).toBe(
    "Run 2",
  );
  expect(runLabel({ arm: { name: "debate", count: 2 }, replicate: 1, forkRound: 3 })).toBe(
    "debate, run 1, forked at round 3",
  );
});
