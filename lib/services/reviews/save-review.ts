import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { AppError } from "@/lib/contracts/errors";
import type { Review, SaveReview } from "@/lib/contracts/reviews";
import type { Actor } from "@/lib/domain/access";
import { findRun } from "../runs/find-run";
import { checkAnswer } from "../decisions/check-answer";
import { resolveAskedInputs, findDecision } from "../decisions/get-decision";
import type { DecisionKey, PastDecisionPorts } from "../decisions/ports";
import type { ReviewStore } from "./ports";

export type ReviewPorts = PastDecisionPorts & { readonly reviews: ReviewStore };

/**
 * Saves one person's verdict on a decision: score, rewritten answer, comment; fields left out stay
 * as they are. A rewritten answer must be one the agent could have given.
 * @throws AppError notFound; invalid when the rewritten answer does not fit what was asked
 */
export async function saveReview(
  ports: ReviewPorts,
  actor: Actor,
  { runId, version, seq }: DecisionKey,
  change: SaveReview,
): Promise<Review> {
  if (actor.kind !== "user")
    throw new AppError("invalid", "Only people can save reviews. Sign in to save one.");
  const run = await findRun(ports, actor, runId, "review");
  const decision = await findDecision(ports, {
    run,
    key: { version, seq },
    reviewerId: actor.userId,
  });
  const key = { run: run.key, version, seq, reviewerId: actor.userId };
  // The answer and the comment stay with the review: the log only says who changed it, and its
  // score before and after.
  const audit = {
    entry: (before: Pick<Review, "score"> | null) =>
      auditEntry(actor, "review.save", {
        projectId: run.projectId,
        ...(before && { before: { score: before.score } }),
        after: { score: change.score, fields: Object.keys(change) },
      }),
    subjectId: `${run.id}/${version}/${seq}`,
  };
  if (!change.rewrite) return ports.reviews.save(key, change, audit);
  const rewrite = checkAnswer(
    await resolveAskedInputs(ports, actor, { run, decision }),
    change.rewrite,
    "rewritten",
  );
  return ports.reviews.save(key, { ...change, rewrite }, audit);
}
