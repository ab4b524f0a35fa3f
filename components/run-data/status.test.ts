import { expect, it } from "vitest";
import type { RunStatus } from "@/lib/domain/run";
import { combinedShare, combinedStatus } from "./status";

const runs = (...statuses: RunStatus[]) => statuses.map((status) => ({ progress: { status } }));

it("summarises several runs by the state that needs attention first", () => {
  expect(combinedStatus(runs("completed", "running", "paused"))).toBe("paused");
  expect(combinedStatus(runs("completed", "running", "queued"))).toBe("running");
  expect(combinedStatus(runs("completed", "cancelled"))).toBe("cancelled");
  expect(combinedStatus(runs("completed", "completed"))).toBe("completed");
});

it("averages the completed share", () => {
  expect(combinedShare([{ progress: { share: 1 } }, { progress: { share: 0.5 } }])).toBe(0.75);
  expect(combinedShare([])).toBe(0);
});
