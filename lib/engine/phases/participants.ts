import type { Expression } from "@/lib/domain/scenario";
import { describeType } from "../expressions";
import { present } from "../expressions/type-rules";
import { within } from "../random";
import type { Row } from "../base/row";
import { type Compiler, type Evaluate, inside, type Place } from "../kit/compiler";
import type { Moment } from "../kit/evaluation-context";
import { isBreak, type Portions } from "../base/interruptible";
import type { StepMoments } from "../population/step-contexts";
import { ADDRESSED } from "../world/definition";

/** Takes an agent's moment; gives `true` when nobody else is wanted. */
export type Visit = (agent: Row, moment: Moment) => unknown;

/** Whether an agent was told something since it last decided. */
export const addressed: Evaluate<boolean> = ({ vars }) => (vars["self"] as Row)[ADDRESSED] === true;

/** What decides about each agent whether it takes part; everybody where both are undefined. */
export type Selection = {
  readonly where: Evaluate<boolean> | undefined;
  readonly active: Evaluate<boolean> | undefined;
};

/** The selection of the phase at `place`. */
export function compileSelection(
  where: Expression | undefined,
  activation: Expression | undefined,
  place: Place,
  compiler: Compiler,
): Selection {
  return {
    where: where === undefined ? undefined : compiler.truth(where, inside(place, "where")),
    active:
      activation === undefined
        ? undefined
        : compileActivation(activation, inside(place, "activation"), compiler),
  };
}

/** Visits the agents of one type who take part, in order of ordinal unless another order is given. */
export function participants(
  agentType: string,
  { where: included, active }: Selection,
): (moments: StepMoments, visit: Visit, agents?: readonly Row[]) => Portions<void> {
  return function* (moments, visit, agents = moments.world.rows(agentType)) {
    const { budget } = moments.environment();
    let seen = 0;
    for (const agent of agents) {
      if (isBreak((seen += 1))) yield;
      const moment = moments.agent({ agentType, agent, slot: 0, subject: undefined }, budget, true);
      if (included && !included(moment)) continue;
      if (active && !active(moment)) continue;
      if (visit(agent, moment) === true) return;
    }
  };
}

function compileActivation(
  activation: Expression,
  place: Place,
  compiler: Compiler,
): Evaluate<boolean> {
  if (typeof activation === "number" && (activation < 0 || activation > 1))
    compiler.problem(place.pointer, "A probability lies between 0 and 1.");
  const { type: declared, evaluate } = compiler.typed(activation, place);
  const type = present(declared);
  if (!["number", "boolean", "any"].includes(type.kind))
    compiler.problem(
      place.pointer,
      `An activation is a probability, or true or false, and this is ${describeType(type)}.`,
    );
  return (moment) => {
    const value = evaluate(moment);
    return typeof value === "number"
      ? within(moment.draws, place.pointer).uniform("activation", 0) < value
      : value === true;
  };
}
