import type { Expression } from "@/lib/domain/scenario";
import { within } from "../random";
import type { Row } from "../row";
import { type Evaluate, inside, type Place } from "../run/compiler";
import type { Moment } from "../run/moment";
import type { StepMoments } from "../run/step-moments";
import { ADDRESSED } from "../world/definition";
import type { PhaseCompiler } from "./contract";

type Selection = { readonly agents: string; readonly where: Expression | undefined; readonly activation: Expression | undefined };

/** Takes an agent's moment. */
export type Visit = (agent: Row, moment: Moment) => void;

/** Visits the agents of one type who take part, in order of ordinal: those for whom `where` holds and who are activated. */
export function compileParticipants({ agents, where, activation }: Selection, place: Place, { compiler }: PhaseCompiler): (moments: StepMoments, visit: Visit) => void {
  const included = where === undefined ? undefined : compiler.truth(where, inside(place, "where"));
  const active = activation === undefined ? undefined : compileActivation(activation, inside(place, "activation"), compiler);
  return (moments, visit) => {
    const { budget } = moments.environment();
    for (const agent of moments.world.rows(agents)) {
      const moment = moments.agent({ agentType: agents, agent, slot: 0, subject: undefined }, budget, true);
      if (included && !included(moment)) continue;
      if (active && !active(moment)) continue;
      visit(agent, moment);
    }
  };
}

function compileActivation(activation: Expression, place: Place, compiler: PhaseCompiler["compiler"]): Evaluate<boolean> {
  if (activation === "addressed") return ({ vars }) => (vars["self"] as Row)[ADDRESSED] === true;
  const { type, evaluate } = compiler.typed(activation, place);
  if (type.kind === "boolean") return (moment) => evaluate(moment) === true;
  if (type.kind !== "number") compiler.problem(place.pointer, "An activation is a probability, or true or false.");
  return (moment) => within(moment.draws, place.pointer).uniform("activation", 0) < (evaluate(moment) as number);
}
