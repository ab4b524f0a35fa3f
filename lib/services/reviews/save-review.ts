import { AppError } from "@/lib/contracts/errors";
import type { Review, SaveReview } from "@/lib/contracts/reviews";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "../runs/find-run";
import { fittingAnswer } from "../decisions/check-answer";
import { askedInputs, storedDecision, type DecisionPorts } from "../decisions/get-decision";

/**
 * Saves one person's verdict on a decision: score, rewritten answer, comment; fields left out stay as they are.
 * A rewritten answer has to be one the agent could have given.
 * @throws AppError notFound; invalid when the rewritten answer does not fit what was asked
 */
export async function saveReview(
  ports: DecisionPorts,
  actor: Actor,
  runId: string,
  version: number,
  seq: number,
  change: SaveReview,
): Promise<Review> {
  if (actor.kind !== "user")
    throw new AppError("invalid", "A review is a person's: sign in to save one.");
  const run = await findRun(ports, actor, runId, "review");
  const decision = await storedDecision(ports, run, version, seq, actor.userId);
  if (change.rewrite) {
    const rewrite = fittingAnswer(
      await askedInputs(ports, run, decision),
      change.rewrite,
      "rewritten",
    );
    return ports.decisions.saveReview(run.key, version, seq, actor.userId, { ...change, rewrite });
  }
  return ports.decisions.saveReview(run.key, version, seq, actor.userId, change);
}
