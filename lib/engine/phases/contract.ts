import type { Phase, PhaseKey } from "@/lib/domain/scenario";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { Outcome } from "../effects";
import type { Names } from "../expressions/contract";
import type { Row } from "../row";
import type { Compiler, Place } from "../run/compiler";
import type { DecisionSlot, Rejection } from "../run/contract";
import type { Rows } from "../run/rows";
import type { StepMoments } from "../run/step-moments";
import type { Tasks } from "./tasks";
import type { Task } from "./task";

/** A decision to be made, with what the engine needs to ask for it and to carry it out. */
export type Planned = {
  readonly slot: DecisionSlot;
  readonly agent: Row;
  /** What is on offer, in the order of `slot.offered`. */
  readonly tasks: readonly Task[];
  /** With `each`: the row it is about. */
  readonly subject: Row | undefined;
};

/** A phase (or the interventions of a round) ready to run. */
export type CompiledPhase = {
  /** Who decides what, on the world as it stands. */
  readonly plan: (moments: StepMoments) => readonly Planned[];
  /** Changes the world: applies the decisions of the plan, or the phase's own effects. `outcomes` by `seq`. */
  readonly commit: (moments: StepMoments, planned: readonly Planned[], outcomes: readonly DecisionOutcome[], outcome: Outcome) => readonly Rejection[];
};

export type PhaseCompiler = {
  readonly compiler: Compiler;
  readonly rows: Rows;
  readonly tasks: Tasks;
  /** What expressions about an agent of this type may use. */
  readonly agentNames: (agentType: string) => Names;
};

/**
 * One kind of phase: what is wrong with one goes to the compiler, what it does is the compiled phase. Adding one: a file
 * with a `PhaseKind`, and its line in `phases/index.ts`.
 */
export type PhaseKind<Key extends PhaseKey = PhaseKey> = {
  readonly key: Key;
  /** Whether agents may be asked something. */
  readonly callsModel: boolean;
  readonly compile: (phase: Extract<Phase, Record<Key, unknown>>, place: Place, phases: PhaseCompiler) => CompiledPhase;
};

export const noPlan: CompiledPhase["plan"] = () => [];

/** A phase in which nothing happens: of a kind that does not run yet, or that is not sound. */
export const IDLE: CompiledPhase = { plan: noPlan, commit: () => [] };
