import type { RunDetail } from "@/lib/contracts/runs";

/** The line of JSON about a run that `run`, `resume`, `repeat` and `fork` print. */
export const summarizeRun = ({ id, progress, seed, model }: RunDetail) => {
  const {
    status,
    digest,
    decisions,
    invalid,
    rejected,
    promptTokens,
    completionTokens,
    embeddingTokens,
    cost,
    reused,
  } = progress;
  return {
    runId: id,
    status,
    digest,
    decisions,
    invalid,
    rejected,
    seconds: Math.round(progress.activeMs) / 1_000,
    decisionsPerSecond: Math.round(progress.decisionsPerSecond * 10) / 10,
    seed,
    model,
    promptTokens,
    completionTokens,
    embeddingTokens,
    cost,
    reused,
  };
};
