import type { RunProgress, RunSummary } from "@/lib/contracts/runs";
import type { RunRecord } from "./ports";

/** Returns the progress of a run at this time. The phase is that of the current step. */
export function toProgress(run: RunRecord, now: Date): RunProgress {
  const activeMs =
    run.activeMs + (run.activeSince ? Math.max(0, now.getTime() - run.activeSince.getTime()) : 0);
  const within = run.stepPlanned > 0 ? Math.min(1, run.stepDone / run.stepPlanned) : 0;
  const share = run.status === "completed" ? 1 : Math.min(1, run.done + run.span * within);
  // The history of a fork cost it no time.
  const own = share - inheritedShare(run);
  const moving = run.status === "running" && own > 0 && activeMs > 1_000;
  return {
    status: run.status,
    statusReason: run.statusReason,
    pauseCause: run.pauseCause,
    resumeAt: run.resumeAt?.toISOString() ?? null,
    version: run.version,
    round: run.round,
    rounds: run.rounds,
    phase: run.status === "completed" ? null : run.phase,
    stepPlanned: run.stepPlanned,
    stepDone: run.stepDone,
    share,
    decisions: run.decisions,
    invalid: run.invalid,
    rejected: run.rejected,
    promptTokens: run.promptTokens,
    completionTokens: run.completionTokens,
    embeddingTokens: run.embeddingTokens,
    cost: run.cost,
    reused: run.reused,
    activeMs,
    decisionsPerSecond:
      activeMs > 0 && share > 0
        ? (run.decisions * Math.max(0, own)) / share / (activeMs / 1_000)
        : 0,
    etaSeconds: moving ? (activeMs / 1_000) * ((1 - share) / own) : null,
    digest: run.digest,
    stopReason: run.stopReason,
  };
}

/** Estimates the share of a fork that is the history of its origin. */
const inheritedShare = ({ forkRound, rounds }: RunRecord): number =>
  forkRound === null ? 0 : Math.max(0, forkRound - 1) / rounds;

export const toRunSummary = (run: RunRecord, now: Date): RunSummary => ({
  id: run.id,
  studyId: run.studyId,
  studyName: run.studyName,
  isExample: run.isExample,
  scenarioName: run.scenarioName,
  scenarioTitle: run.scenarioTitle,
  scenarioId: run.scenarioId,
  isScenarioDeleted: run.isScenarioDeleted,
  scenarioVersion: run.scenarioVersion,
  arm: { number: run.arm.number, name: run.arm.name, count: run.arm.count },
  replicate: run.replicate,
  forkOf: run.forkOfId,
  forkRound: run.forkRound,
  seed: run.seed,
  model: run.model,
  isDemo: run.isDemo,
  createdAt: run.createdAt.toISOString(),
  startedAt: run.startedAt?.toISOString() ?? null,
  finishedAt: run.finishedAt?.toISOString() ?? null,
  progress: toProgress(run, now),
});
