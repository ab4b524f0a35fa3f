import { type Phase, type PhaseKey, phaseKey } from "@/lib/domain/scenario";
import type { SourceLocation } from "../kit/compiler";
import { ask } from "./ask";
import type { CompiledPhase, PhaseCompiler, PhaseKind } from "./contract";
import { converse } from "./converse";
import { decide } from "./decide";
import { match } from "./match";
import { narrate } from "./narrate";
import { rules } from "./rules";

export { checkUnheld } from "./converse";
export {
  type CompiledPhase,
  IDLE,
  noPlan,
  type Planned,
  type Stage,
  type StageEnd,
} from "./contract";
export { compileInterventions } from "./interventions";
export { compileReflection } from "./reflection";
export { compileTasks, type Tasks } from "./tasks";

/** The one registration of each kind of phase. */
const KINDS: { readonly [Key in PhaseKey]: PhaseKind<Key> } = {
  decide,
  converse,
  ask,
  match,
  rules,
  narrate,
};

export function compilePhase(
  phase: Phase,
  location: SourceLocation,
  phases: PhaseCompiler,
): CompiledPhase {
  // The key says which member of the union this is, which a lookup by key cannot tell the compiler.
  const kind: PhaseKind = KINDS[phaseKey(phase)] as PhaseKind;
  return kind.compile(phase as never, location, phases);
}
