import { describe, expect, it } from "vitest";
import { makeProgress as progress, makeRun as run } from "@/components/testing/fixtures/runs";
import type { MeasureSeries } from "@/lib/contracts/runs";
import { applyMeasures, applyRunEvent, applyRunSnapshot } from "./apply-run-event";

const series = (points: number): MeasureSeries => ({
  name: "m",
  label: "M",
  description: null,
  unit: null,
  chart: "line",
  at: "round",
  points: Array.from({ length: points }, (_, index) => ({
    round: index + 1,
    value: index,
    problem: null,
  })),
});

describe("applyRunEvent", () => {
  it("applies a newer event", () => {
    expect(
      applyRunEvent(run({}), { progress: progress({ version: 4, decisions: 30 }) }).progress
        .version,
    ).toBe(4);
    expect(
      applyRunEvent(run({}), { progress: progress({ status: "paused", statusReason: "Paused" }) })
        .progress.status,
    ).toBe("paused");
  });

  it("ignores a late, older event", () => {
    const known = run({ version: 4, decisions: 30 });
    expect(applyRunEvent(known, { progress: progress({ version: 3, decisions: 40 }) })).toBe(known);
    expect(applyRunEvent(known, { progress: progress({ version: 4, decisions: 29 }) })).toBe(known);
  });
});

describe("applyRunSnapshot", () => {
  it("keeps the known progress if the snapshot is older, and takes over the rest", () => {
    const known = run({ version: 4, decisions: 30 });
    const older = run({ version: 3, decisions: 20 }, { startedAt: "2026-01-01T10:00:05Z" });
    expect(applyRunSnapshot(known, older)).toEqual({ ...older, progress: known.progress });
  });

  it("takes over a snapshot that is newer, or the first", () => {
    const newer = run({ version: 5, decisions: 40 });
    expect(applyRunSnapshot(run({ version: 4, decisions: 30 }), newer)).toBe(newer);
    expect(applyRunSnapshot(undefined, newer)).toBe(newer);
  });
});

describe("applyMeasures", () => {
  it("keeps the measures if an event has none or fewer points", () => {
    const known = [series(3)];
    expect(applyMeasures(known, undefined)).toBe(known);
    expect(applyMeasures(known, [series(2)])).toBe(known);
    expect(applyMeasures(known, [series(4)])?.[0]?.points).toHaveLength(4);
    expect(applyMeasures(undefined, [series(1)])?.[0]?.points).toHaveLength(1);
  });
});
