import { expect, it } from "vitest";
import type { RunStatus } from "@/lib/domain/run";
import { combinedShare, combinedStatus, runLabel } from "./status";

const runs = (...statuses: RunStatus[]) => statuses.map((status) => ({ progress: { status } }));

it("shows of several runs the state that needs somebody first", () => {
  expect(combinedStatus(runs("completed", "running", "paused"))).toBe("paused");
  expect(combinedStatus(runs("completed", "running", "queued"))).toBe("running");
  expect(combinedStatus(runs("completed", "cancelled"))).toBe("cancelled");
  expect(combinedStatus(runs("completed", "completed"))).toBe("completed");
});

it("is told from the run it was forked from", () => {
  expect(
    runLabel({ arm: { number: 1, name: "baseline", count: 1 }, replicate: 2, forkRound: null }),
  ).toBe("Run 2");
  expect(
    runLabel({ arm: { number: 2, name: "debate", count: 2 }, replicate: 1, forkRound: 3 }),
  ).toBe("debate, run 1, forked at round 3");
});

it("is as far as its runs are on average", () => {
  expect(combinedShare([{ progress: { share: 1 } }, { progress: { share: 0.5 } }])).toBe(0.75);
  expect(combinedShare([])).toBe(0);
});
