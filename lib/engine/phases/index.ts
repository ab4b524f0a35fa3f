import { type Phase, type PhaseKey, phaseKey } from "@/lib/domain/scenario";
import type { Place } from "../run/compiler";
import { ask } from "./ask";
import { type CompiledPhase, noPlan, type PhaseCompiler, type PhaseKind } from "./contract";
import { decide } from "./decide";
import { rules } from "./rules";

export type { CompiledPhase, Planned } from "./contract";
export { compileInterventions } from "./interventions";
export { compileTasks, type Tasks } from "./tasks";

/** The one registration of each kind of phase. */
const KINDS: { readonly [Key in PhaseKey]?: PhaseKind<Key> } = { decide, ask, rules };

export function compilePhase(phase: Phase, place: Place, phases: PhaseCompiler): CompiledPhase {
  const key = phaseKey(phase);
  // The key says which member of the union this is, which a lookup by key cannot tell the compiler.
  const kind = KINDS[key] as PhaseKind | undefined;
  if (kind) return kind.compile(phase as never, place, phases);
  phases.compiler.problem(place.pointer, `The phase “${key}” is not yet supported.`);
  return { plan: noPlan, commit: () => [] };
}
