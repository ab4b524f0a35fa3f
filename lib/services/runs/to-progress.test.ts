import { expect, it } from "vitest";
import { runRecord } from "./fixtures/run-record";
import type { RunRecord } from "./ports";
import { toProgress } from "./to-progress";

const at = new Date("2026-01-01T00:00:10Z");

/** A run of four rounds with this progress, active for ten seconds. */
const run = (more: Partial<RunRecord>): RunRecord =>
  runRecord({
    version: 4,
    round: 3,
    phase: "Speak",
    done: 0.5,
    span: 0.1,
    stepPlanned: 10,
    stepDone: 5,
    decisions: 110,
    activeSince: new Date("2026-01-01T00:00:00Z"),
    ...more,
  });

it("estimates the remaining time from the time taken so far", () => {
  expect(toProgress(run({}), at)).toMatchObject({ share: 0.55, decisionsPerSecond: 11 });
  expect(toProgress(run({}), at).etaSeconds).toBeCloseTo((10 * 0.45) / 0.55, 10);
});

it("excludes the history of a fork from the estimate", () => {
  const fork = toProgress(run({ forkRound: 3 }), at);
  expect(fork.etaSeconds).toBeCloseTo((10 * 0.45) / 0.05, 10);
  expect(fork.decisionsPerSecond).toBeCloseTo(1, 10);
  expect(toProgress(run({ forkRound: 3, stepDone: 0 }), at).etaSeconds).toBeNull();
});

it("reports full progress when the run is completed", () => {
  expect(
    toProgress(run({ status: "completed", activeSince: null, activeMs: 1_000 }), at),
  ).toMatchObject({ share: 1, phase: null, etaSeconds: null });
});
