import type { Value } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { PlannedDecision } from "../phases";
import type { Fallback } from "../base/contract";
import { LIMITS } from "../base/limits";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import type { StepContexts } from "../population/step-contexts";
import { toDecisionContext } from "../phases/decision-context";

/**
 * Resolves the first fallback among the offered tasks; null if none exists or it cannot be
 * computed.
 */
export function resolveFallback(planned: PlannedDecision, contexts: StepContexts): Fallback | null {
  const task = planned.tasks.find(({ fallback }) => fallback !== undefined);
  if (!task?.fallback) return null;
  const context = contexts.agent(toDecisionContext(planned), { steps: LIMITS.contextSteps }, true);
  try {
    const values: Record<string, Value> = {};
    for (const name of task.inputs.names)
      values[name] = toStoredAnswer(task.fallback.get(name)?.(context) ?? null);
    return Object.values(values).some(isNotFinite) ? null : { action: task.name, values };
  } catch (error) {
    if (error instanceof ScenarioRuntimeError) return null;
    throw error;
  }
}

const isNotFinite = (value: Value): boolean =>
  Array.isArray(value)
    ? value.some(isNotFinite)
    : typeof value === "number" && !Number.isFinite(value);

/** Replaces rows by their IDs, as in answers. */
function toStoredAnswer(value: Computed): Value {
  if (Array.isArray(value)) return (value as readonly Computed[]).map(toStoredAnswer);
  if (typeof value !== "object" || value === null) return value as Value;
  return "id" in value && typeof value.id === "string" ? value.id : null;
}
