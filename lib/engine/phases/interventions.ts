import type { Intervention } from "@/lib/domain/scenario";
import { compileEffects } from "../effects";
import { childDraws } from "../random";
import { childLocation } from "../kit/compiler";
import { type CompiledPhase, planNothing, type PhaseCompiler } from "./contract";
import type { SourceLocation } from "../kit/compiler";
import { warnIfNever } from "../kit/warn-if-never";

/** Compiles the scheduled interventions of a round, before its first phase, in declared order. */
export function compileInterventions(
  interventions: readonly Intervention[],
  location: SourceLocation,
  { compiler, rows }: PhaseCompiler,
): CompiledPhase {
  const scheduled = interventions.map((intervention, position) => {
    const here = childLocation(location, position);
    warnIfNever(intervention.at, childLocation(here, "at"), {
      what: `The intervention \`${intervention.id}\``,
      compiler,
    });
    return {
      id: intervention.id,
      due: compiler.compileCondition(intervention.at, childLocation(here, "at")),
      act: compileEffects(intervention.do, { location: childLocation(here, "do"), compiler, rows }),
    };
  });
  return {
    plan: planNothing,
    *commit({ contexts, collector }) {
      const context = contexts.environment();
      // Draws are named after the intervention, so that adding another one does not change them.
      for (const { id, due, act } of scheduled) {
        if (!due(context)) continue;
        const rest = act({ ...context, draws: childDraws(context.draws, id), collector });
        if (rest) yield* rest;
      }
      return { rejections: [] };
    },
  };
}
