import { type Expression, toJsonPointer } from "@/lib/domain/scenario";
import type { Row } from "../base/row";
import { type Compiler, type SourceLocation } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";
import { environmentNames } from "../kit/names";
import { childDraws } from "../random";
import { rowOf } from "../base/types";
import { DEFAULT_IMPORTANCE } from "./contract";

/**
 * Importance of a message to an agent if neither the effect nor the agent's answer determines it.
 */
export type ImportanceFunction = (agent: Row, environment: EvaluationContext) => number;

const defaultImportance: ImportanceFunction = () => DEFAULT_IMPORTANCE;

/**
 * Compiles the importance from an agent type's memory settings, evaluated on the agent after the
 * step.
 */
export function compileImportance(
  agentType: string,
  importance: Expression | "model",
  compiler: Compiler,
): ImportanceFunction {
  if (importance === "model") return defaultImportance;
  const location: SourceLocation = {
    pointer: toJsonPointer(["agents", agentType, "memory", "importance"]),
    names: { ...environmentNames(compiler.scenario), self: rowOf(agentType) },
  };
  if (typeof importance === "number") {
    if (importance < 0 || importance > 1)
      compiler.reportProblem(location.pointer, "Importance lies between 0 and 1.");
    return () => importance;
  }
  const evaluate = compiler.compileNumber(importance, location);
  return (agent, environment) => {
    const value = evaluate({
      ...environment,
      vars: { ...environment.vars, self: agent },
      draws: childDraws(environment.draws, agent.id),
    });
    return Math.min(1, Math.max(0, value));
  };
}
