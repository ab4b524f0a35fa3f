import type { Measure } from "@/lib/domain/scenario";
import { describeType } from "../expressions";
import type { Computed } from "../expressions/contract";
import { withoutNull } from "../expressions/type-rules";
import { type Compiler, type Evaluate, childLocation, type SourceLocation } from "../kit/compiler";
import type { MeasureResult } from "../base/contract";
import { type Interruptible, shouldYield } from "../base/interruptible";
import { LIMITS } from "../base/limits";
import { ScenarioRuntimeError, withVariables } from "../kit/evaluation-context";
import { checkFieldName } from "../kit/declaration-checks";
import type { StepContexts } from "../population/step-contexts";
import type { RoundDecisions } from "./round-decisions";

export type CompiledMeasure = {
  readonly name: string;
  readonly at: Measure["at"];
  readonly evaluate: Evaluate<Computed>;
};

export function compileMeasures(
  measures: Readonly<Record<string, Measure>>,
  location: SourceLocation,
  compiler: Compiler,
): readonly CompiledMeasure[] {
  return Object.entries(measures).map(([name, { at, value }]) => {
    checkFieldName(name, childLocation(location, name).pointer, compiler);
    const here = childLocation(location, name, "value");
    const { type: declared, evaluate } = compiler.compileTyped(value, here);
    const type = withoutNull(declared);
    if (!["number", "boolean", "any"].includes(type.kind))
      compiler.reportProblem(
        here.pointer,
        `A measure is a number, or true or false, and this is ${describeType(type)}.`,
      );
    return { name, at, evaluate };
  });
}

/**
 * Computes the measures due after a step on the world after that step: round measures at the end of
 * a round, all measures when the run ends. A measure that cannot be computed is null with its
 * problem; it never fails the run.
 */
export function* evaluateMeasures(
  measures: readonly CompiledMeasure[],
  {
    decisions,
    roundOver,
    ends,
    contexts,
  }: {
    readonly decisions: RoundDecisions;
    readonly roundOver: boolean;
    readonly ends: boolean;
    readonly contexts: StepContexts;
  },
): Interruptible<readonly MeasureResult[]> {
  const due = measures.filter(({ at }) => (at === "end" ? ends : ends || roundOver));
  if (due.length === 0) return [];
  const { round } = contexts.step;
  const values = decisions.valueFor(contexts.world, round);
  const results: MeasureResult[] = [];
  for (const { name, evaluate } of due) {
    if (shouldYield(results.length)) yield;
    results.push({
      name,
      round,
      ...toNumber(() =>
        evaluate(withVariables(contexts.environment(LIMITS.phaseSteps), { decisions: values })),
      ),
    });
  }
  return results;
}

function toNumber(evaluate: () => Computed): { value: number | null; problem?: string } {
  try {
    const value = evaluate();
    if (typeof value === "boolean") return { value: value ? 1 : 0 };
    if (typeof value === "number" && Number.isFinite(value)) return { value: value + 0 };
    return {
      value: null,
      problem: value === null ? "There is no value." : "The result is not a finite number.",
    };
  } catch (error) {
    if (error instanceof ScenarioRuntimeError) return { value: null, problem: error.reason };
    throw error;
  }
}
