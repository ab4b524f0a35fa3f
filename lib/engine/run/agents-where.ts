import type { Expression, Scenario } from "@/lib/domain/scenario";
import { compileParticipantFilter, visitParticipants } from "../phases/participants";
import { Compiler } from "../kit/compiler";
import { ScenarioError } from "../base/errors";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { runToEnd } from "../base/interruptible";
import type { StepContexts } from "../population/step-contexts";
import { AgentViews } from "../kit/agent-views";

const POINTER = "/where";

/**
 * Returns the IDs of the agents of one type for whom an expression outside the scenario is true, by
 * ordinal.
 * @throws ScenarioError with the pointer `/where`, also if the expression fails for an agent
 */
export function agentsWhere(
  scenario: Scenario,
  {
    contexts,
    agentType,
    where,
  }: { readonly contexts: StepContexts; readonly agentType: string; readonly where: Expression },
): string[] {
  const compiler = new Compiler(scenario);
  const names = new AgentViews(compiler).agentNames(agentType);
  const visit = visitParticipants(
    agentType,
    compileParticipantFilter({
      where,
      activation: undefined,
      location: { pointer: "", names },
      compiler,
    }),
  );
  const problems = compiler.problems.filter(({ pointer }) => pointer === POINTER);
  if (problems.length > 0) throw new ScenarioError(problems);
  const chosen: string[] = [];
  try {
    runToEnd(visit(contexts, ({ id }) => void chosen.push(id)));
  } catch (error) {
    throw error instanceof ScenarioRuntimeError
      ? new ScenarioError([{ pointer: POINTER, message: error.reason }])
      : error;
  }
  return chosen;
}
