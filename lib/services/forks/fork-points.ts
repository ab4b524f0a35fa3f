import { AppError } from "@/lib/contracts/errors";
import type { RunRecord } from "../runs/ports";
import type { ForkPorts } from "./ports";

/** The points from which a run can be forked now. */
export type ForkPoints = {
  /** The rounds that have begun; null before the first one. */
  readonly from: { readonly first: number; readonly last: number } | null;
  /** The round after the last one of a run that reached its end. */
  readonly continueAt: number | null;
};

export function findForkPoints(
  run: Pick<RunRecord, "round" | "status" | "stopReason">,
): ForkPoints {
  const { round: last } = run;
  return {
    from: last > 0 ? { first: 1, last } : null,
    // A scenario that ended itself is over, however many rounds it is given.
    continueAt: run.status === "completed" && run.stopReason === null && last > 0 ? last + 1 : null,
  };
}

/**
 * Returns the version at which a round begins.
 * @throws AppError invalid when the run has not reached it
 */
export async function versionAtRound(
  ports: Pick<ForkPorts, "forks">,
  run: RunRecord,
  round: number,
): Promise<number> {
  const { from, continueAt } = findForkPoints(run);
  if (from && round >= from.first && round <= from.last)
    return (await ports.forks.firstVersionOfRound(run.key, round)) ?? run.version;
  if (round === continueAt) return run.version;
  throw new AppError("invalid", "The run cannot be forked from there.", [
    { pointer: "/round", message: explainRefusal(run, from, continueAt) },
  ]);
}

function explainRefusal(
  run: RunRecord,
  from: ForkPoints["from"],
  continueAt: number | null,
): string {
  if (!from) return "its first round has not begun yet";
  const reached =
    from.last === 1
      ? "it has reached round 1 only"
      : `it has reached round ${from.last}: choose one from 1 to ${from.last}`;
  if (continueAt !== null) return `${reached}, or ${continueAt} with more rounds to continue`;
  return run.stopReason === null ? reached : `${reached}. It ended there: ${run.stopReason}`;
}
