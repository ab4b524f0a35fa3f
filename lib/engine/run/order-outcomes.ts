import type { DecisionOutcome } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import { ratingName } from "../memory/rating";
import type { PlannedDecision } from "../phases";
import { shouldYield, type Interruptible } from "../base/interruptible";

/**
 * Sorts the outcomes by `seq`, one per decision of the plan, with values in declared order
 * regardless of the store. An outcome without values does nothing. Automatic decisions may be
 * missing. Throws RangeError for any other missing or unknown decision.
 */
export function* orderOutcomes(
  planned: readonly PlannedDecision[],
  unordered: readonly DecisionOutcome[],
): Interruptible<readonly DecisionOutcome[]> {
  const bySeq = new Array<DecisionOutcome | undefined>(planned.length).fill(undefined);
  for (const outcome of unordered) {
    if (!planned[outcome.seq]) throw new RangeError(`Decision ${outcome.seq} is not in this step.`);
    if (bySeq[outcome.seq]) throw new RangeError(`Decision ${outcome.seq} has two outcomes.`);
    bySeq[outcome.seq] = outcome;
  }
  const outcomes: DecisionOutcome[] = [];
  for (const [seq, plan] of planned.entries()) {
    if (shouldYield(seq)) yield;
    outcomes.push(canonicalOutcome(plan, bySeq[seq] ?? automaticOutcome(plan, seq)));
  }
  return outcomes;
}

function automaticOutcome({ slot }: PlannedDecision, seq: number): DecisionOutcome {
  if (!slot.automatic) throw new RangeError(`Decision ${seq}, of ${slot.agent}, has no outcome.`);
  return { seq, action: slot.offered[0] ?? null, values: {} };
}

function canonicalOutcome(
  { tasks }: PlannedDecision,
  { seq, action, values }: DecisionOutcome,
): DecisionOutcome {
  if (action === null || values === null) return { seq, action: null, values: null };
  const task = tasks.find(({ name }) => name === action);
  if (!task) throw new RangeError(`Decision ${seq}: “${action}” was not on offer.`);
  const ordered: Record<string, Value> = {};
  for (const name of task.inputs.names) ordered[name] = values[name] ?? null;
  const rating = ratingName(tasks);
  const rated = values[rating];
  if (typeof rated === "number") ordered[rating] = rated;
  // Uses the shared name of the task: the string from the store would be kept in memory once per
  // decision.
  return { seq, action: task.name, values: ordered };
}
