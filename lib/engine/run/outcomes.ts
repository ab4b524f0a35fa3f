import type { DecisionOutcome } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import { ratingName } from "../memory/rating";
import type { Planned } from "../phases";

/**
 * The outcomes by `seq`, one for each decision of the plan, their values in declared order whatever store they went
 * through; one without values does nothing. Automatic decisions may be missing. Throws RangeError for any other gap, and for what is not in the plan.
 */
export function outcomesInOrder(planned: readonly Planned[], given: readonly DecisionOutcome[]): readonly DecisionOutcome[] {
  const bySeq = new Map<number, DecisionOutcome>();
  for (const outcome of given) {
    if (bySeq.has(outcome.seq)) throw new RangeError(`There are two outcomes for decision ${outcome.seq}.`);
    if (!planned[outcome.seq]) throw new RangeError(`There is no decision ${outcome.seq} in this step.`);
    bySeq.set(outcome.seq, outcome);
  }
  return planned.map((plan, seq) => canonical(plan, bySeq.get(seq) ?? forced(plan, seq)));
}

function forced({ slot }: Planned, seq: number): DecisionOutcome {
  if (!slot.automatic) throw new RangeError(`Decision ${seq}, of ${slot.agent}, has no outcome.`);
  return { seq, action: slot.offered[0] ?? null, values: {} };
}

function canonical({ tasks }: Planned, { seq, action, values }: DecisionOutcome): DecisionOutcome {
  if (action === null || values === null) return { seq, action: null, values: null };
  const task = tasks.find(({ name }) => name === action);
  if (!task) throw new RangeError(`Decision ${seq}: “${action}” was not on offer.`);
  const ordered: Record<string, Value> = {};
  for (const name of task.inputs.names) ordered[name] = values[name] ?? null;
  const rating = ratingName(tasks);
  const rated = values[rating];
  if (typeof rated === "number") ordered[rating] = rated;
  return { seq, action, values: ordered };
}
