/** The engine's door: everything the rest of the program may use of it. */
export type { ModelReply, ModelRequest } from "./base/ports";
export { type Draws, rowId } from "./base/row";
export type { ScenarioProblem } from "@/lib/domain/scenario";
export {
  checkScenario,
  type CompiledScenario,
  compileScenario,
  inspectScenario,
} from "./run/compile-scenario";
export { toEmbedding } from "./memory/embedding";
export { HASHING_EMBEDDER, hashEmbedding } from "./memory/hashing";
export { memoryAnswers, needsEmbeddings } from "./memory";
export { withTokenTable } from "./tokens/token-table";
export type { Datasets } from "./population/dataset";
export { modelGroupOf } from "./population/model-group";
export type * from "./base/contract";
export type { TableKind } from "./base/types";
export { shouldYield, type Interruptible } from "./base/interruptible";
export { InterventionError, ScenarioError, SimulationError } from "./base/errors";
export { checkLiveEffects } from "./run/live-effects";
export { openSimulation } from "./run/simulation";
export { TURN_FIELDS } from "./kit/turn-tables";
export { type CallModel, decideSlot, type SlotDecision } from "./run/decide-slot";
export { simulate } from "./run/simulate";
export type * from "./estimate/contract";
export { dryRun } from "./estimate/dry-run";
export { addAmounts, scaleAmounts } from "./estimate/amounts";
export { extrapolate, type PhaseEstimate, type RunEstimate } from "./estimate/extrapolate";
export { scaleUpEstimate, scaleDownScenario } from "./estimate/scaled-scenario";
export { PROFILES, NEUTRAL_PROFILE } from "./estimate/sample-answers";
export { PromptCounter } from "./estimate/step-count";
export { countTokens, loadTokenTable } from "./tokens/token-table";
export { drawsFor, sampleWithoutReplacement, seededOrder } from "./random";
export { POSITION_TABLE } from "./world/definition";
