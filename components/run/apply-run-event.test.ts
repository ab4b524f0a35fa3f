import { describe, expect, it } from "vitest";
import type { MeasureSeries, RunDetail, RunProgress } from "@/lib/contracts/runs";
import { applyMeasures, applyRunEvent } from "./apply-run-event";

const progress = (change: Partial<RunProgress>): RunProgress => ({
  status: "running",
  statusReason: null,
  pauseCause: null,
  resumeAt: null,
  version: 3,
  round: 1,
  rounds: 3,
  phase: "Speak",
  stepPlanned: 10,
  stepDone: 4,
  share: 0.3,
  decisions: 24,
  invalid: 0,
  rejected: 0,
  promptTokens: 0,
  completionTokens: 0,
  embeddingTokens: 0,
  cost: 0,
  reused: 0,
  activeMs: 1_000,
  decisionsPerSecond: 24,
  etaSeconds: null,
  digest: null,
  stopReason: null,
  ...change,
});

const run = (now: Partial<RunProgress>): RunDetail => ({
  id: "r",
  studyId: "s",
  studyName: "Study",
  scenarioName: "opinion",
  scenarioTitle: "Opinions",
  condition: "all",
  replicate: 1,
  forkRound: null,
  seed: 1,
  model: "m",
  isDemo: false,
  createdAt: "2026-01-01T00:00:00Z",
  startedAt: null,
  finishedAt: null,
  progress: progress(now),
  parameters: [],
  scenarioSummary: "",
  endpointName: "e",
  models: [],
  record: "fresh",
  agentTypes: [],
  phases: [],
  actions: [],
  networks: [],
  measures: [],
  files: [],
  mayRun: true,
  mayReview: true,
});

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
  it("takes what is newer", () => {
    expect(
      applyRunEvent(run({}), { progress: progress({ version: 4, decisions: 30 }) }).progress
        .version,
    ).toBe(4);
    expect(
      applyRunEvent(run({}), { progress: progress({ status: "paused", statusReason: "Paused" }) })
        .progress.status,
    ).toBe("paused");
  });

  it("keeps what it knows when an older event comes late", () => {
    const known = run({ version: 4, decisions: 30 });
    expect(applyRunEvent(known, { progress: progress({ version: 3, decisions: 40 }) })).toBe(known);
    expect(applyRunEvent(known, { progress: progress({ version: 4, decisions: 29 }) })).toBe(known);
  });
});

describe("applyMeasures", () => {
  it("keeps the series when an event brings none or fewer points", () => {
    const known = [series(3)];
    expect(applyMeasures(known, undefined)).toBe(known);
    expect(applyMeasures(known, [series(2)])).toBe(known);
    expect(applyMeasures(known, [series(4)])?.[0]?.points).toHaveLength(4);
    expect(applyMeasures(undefined, [series(1)])?.[0]?.points).toHaveLength(1);
  });
});
