import type { Expression, Scenario } from "@/lib/domain/scenario";
import { compileSelection, participants } from "../phases/participants";
import { Compiler } from "../kit/compiler";
import { ScenarioError } from "../base/errors";
import { MomentError } from "../kit/evaluation-context";
import { whole } from "../base/interruptible";
import type { StepMoments } from "../population/step-contexts";
import { Sights } from "../kit/agent-views";

const POINTER = "/where";

/**
 * The ids of the agents of one type for whom an expression holds that the scenario does not hold, in order of ordinal.
 * @throws ScenarioError with the pointer `/where`, also when the expression fails for one of them
 */
export function agentsWhere(
  scenario: Scenario,
  moments: StepMoments,
  agentType: string,
  where: Expression,
): string[] {
  const compiler = new Compiler(scenario);
  const names = new Sights(compiler).agentNames(agentType);
  const visit = participants(
    agentType,
    compileSelection(where, undefined, { pointer: "", names }, compiler),
  );
  const problems = compiler.problems.filter(({ pointer }) => pointer === POINTER);
  if (problems.length > 0) throw new ScenarioError(problems);
  const chosen: string[] = [];
  try {
    whole(visit(moments, ({ id }) => void chosen.push(id)));
  } catch (error) {
    throw error instanceof MomentError
      ? new ScenarioError([{ pointer: POINTER, message: error.reason }])
      : error;
  }
  return chosen;
}
