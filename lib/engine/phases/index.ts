import { type Phase, type PhaseKey, phaseKey } from "@/lib/domain/scenario";
import type { SourceLocation } from "../kit/compiler";
import { askPhase } from "./ask";
import type { CompiledPhase, PhaseCompiler, PhaseKind } from "./contract";
import { conversePhase } from "./converse";
import { decidePhase } from "./decide";
import { matchPhase } from "./match";
import { narratePhase } from "./narrate";
import { rulesPhase } from "./rules";

export { checkUnusedConversations } from "./converse";
export { type CompiledPhase, IDLE_PHASE, planNothing, type PlannedDecision } from "./contract";
export { compileInterventions } from "./interventions";
export { compileReflection } from "./reflection";
export { compileTasks } from "./tasks";

/** Registry of phase kinds. */
const KINDS: { readonly [Key in PhaseKey]: PhaseKind<Key> } = {
  decide: decidePhase,
  converse: conversePhase,
  ask: askPhase,
  match: matchPhase,
  rules: rulesPhase,
  narrate: narratePhase,
};

export function compilePhase(
  phase: Phase,
  location: SourceLocation,
  phases: PhaseCompiler,
): CompiledPhase {
  // The key identifies the union member; TypeScript cannot infer that from a lookup by key.
  const kind: PhaseKind = KINDS[phaseKey(phase)] as PhaseKind;
  return kind.compile(phase as never, location, phases);
}
