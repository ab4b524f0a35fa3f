import type { Expression } from "@/lib/domain/scenario";
import { describeType } from "../expressions";
import { withoutNull } from "../expressions/type-rules";
import { childDraws } from "../random";
import type { Row } from "../base/row";
import { type Compiler, type Evaluate, childLocation, type SourceLocation } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";
import { warnIfNever } from "../kit/warn-if-never";
import { shouldYield, type Interruptible } from "../base/interruptible";
import type { StepContexts } from "../population/step-contexts";
import { ADDRESSED } from "../world/definition";

/** Receives an agent and its context; returns `true` to stop the visit. */
export type VisitParticipant = (agent: Row, context: EvaluationContext) => unknown;

/** Whether an agent received a message since its last decision. */
export const isAddressed: Evaluate<boolean> = ({ vars }) =>
  (vars["self"] as Row)[ADDRESSED] === true;

/** Conditions for taking part; all agents if both are undefined. */
export type ParticipantFilter = {
  readonly where: Evaluate<boolean> | undefined;
  readonly active: Evaluate<boolean> | undefined;
};

/** Compiles the conditions of the phase at `location`. */
export function compileParticipantFilter({
  where,
  activation,
  location,
  compiler,
}: {
  readonly where: Expression | undefined;
  readonly activation: Expression | undefined;
  readonly location: SourceLocation;
  readonly compiler: Compiler;
}): ParticipantFilter {
  for (const [key, condition] of Object.entries({ where, activation }))
    if (condition !== undefined)
      warnIfNever(condition, childLocation(location, key), { what: "The phase", compiler });
  return {
    where:
      where === undefined
        ? undefined
        : compiler.compileCondition(where, childLocation(location, "where")),
    active:
      activation === undefined
        ? undefined
        : compileActivation(activation, childLocation(location, "activation"), compiler),
  };
}

/** Visits the agents of one type who take part, by ordinal unless another order is given. */
export function visitParticipants(
  agentType: string,
  { where: included, active }: ParticipantFilter,
): (
  contexts: StepContexts,
  visit: VisitParticipant,
  agents?: readonly Row[],
) => Interruptible<void> {
  return function* (contexts, visit, agents = contexts.world.rows(agentType)) {
    const { budget } = contexts.environment();
    let seen = 0;
    for (const agent of agents) {
      if (shouldYield((seen += 1))) yield;
      const context = contexts.agent(
        { agentType, agent, slot: 0, subject: undefined },
        budget,
        true,
      );
      if (included && !included(context)) continue;
      if (active && !active(context)) continue;
      if (visit(agent, context) === true) return;
    }
  };
}

function compileActivation(
  activation: Expression,
  location: SourceLocation,
  compiler: Compiler,
): Evaluate<boolean> {
  if (typeof activation === "number" && (activation < 0 || activation > 1))
    compiler.reportProblem(location.pointer, "A probability lies between 0 and 1.");
  const { type: declared, constant, evaluate } = compiler.compileTyped(activation, location);
  const fixed = typeof activation === "string" ? constant?.value : undefined;
  if (typeof fixed === "number" && (fixed < 0 || fixed > 1))
    compiler.reportWarning(
      location.pointer,
      `A probability lies between 0 and 1, and this is ${fixed}.`,
    );
  const type = withoutNull(declared);
  if (!["number", "boolean", "any"].includes(type.kind))
    compiler.reportProblem(
      location.pointer,
      `An activation is a probability, or true or false, and this is ${describeType(type)}.`,
    );
  return (context) => {
    const value = evaluate(context);
    return typeof value === "number"
      ? childDraws(context.draws, location.pointer).uniform("activation", 0) < value
      : value === true;
  };
}
