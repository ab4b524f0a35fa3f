import type { Intervention } from "@/lib/domain/scenario";
import { compileEffects } from "../effects";
import { within } from "../random";
import { inside } from "../kit/compiler";
import { atOnce } from "../base/interruptible";
import { type CompiledPhase, noPlan, type PhaseCompiler } from "./contract";
import type { Place } from "../kit/compiler";

/** The changes from outside that are scheduled for a round, before its first phase, in declared order. */
export function compileInterventions(
  interventions: readonly Intervention[],
  place: Place,
  { compiler, rows }: PhaseCompiler,
): CompiledPhase {
  const scheduled = interventions.map((intervention, position) => {
    const here = inside(place, position);
    return {
      id: intervention.id,
      due: compiler.truth(intervention.at, inside(here, "at")),
      act: compileEffects(intervention.do, inside(here, "do"), compiler, rows),
    };
  });
  return {
    plan: noPlan,
    commit: (moments, _planned, _outcomes, outcome) =>
      atOnce(() => {
        const moment = moments.environment();
        // Named after the intervention, so that adding another one changes no draw of this one.
        for (const { id, due, act } of scheduled)
          if (due(moment)) act({ ...moment, draws: within(moment.draws, id), outcome });
        return { rejections: [] };
      }),
  };
}
