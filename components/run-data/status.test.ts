import { expect, it } from "vitest";
import type { RunStatus } from "@/lib/domain/run";
import { combinedShare, combinedStatus, runLabel } from "./status";

const runs = (...statuses: RunStatus[]) => statuses.map((status) => ({ progress: { status } }));

it("summarises several runs by the state that needs attention first", () => {
  expect(combinedStatus(runs("completed", "running", "paused"))).toBe("paused");
  expect(combinedStatus(runs("completed", "running", "queued"))).toBe("running");
  expect(combinedStatus(runs("completed", "cancelled"))).toBe("cancelled");
  expect(combinedStatus(runs("completed", "completed"))).toBe("completed");
});

it("labels a fork with its first own round", () => {
  expect(
    runLabel({ arm: { number: 1, name: "baseline", count: 1 }, replicate: 2, forkRound: null }),
  ).toBe("Run 2");
  expect(
    runLabel({ arm: { number: 2, name: "debate", count: 2 }, replicate: 1, forkRound: 3 }),
  ).toBe("debate, run 1, forked at round 3");
});

it("averages the completed share", () => {
  expect(combinedShare([{ progress: { share: 1 } }, { progress: { share: 0.5 } }])).toBe(0.75);
  expect(combinedShare([])).toBe(0);
});
