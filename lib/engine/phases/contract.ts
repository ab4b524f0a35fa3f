import type { Phase, PhaseKey } from "@/lib/domain/scenario";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { EffectOutcome } from "../effects";
import type { Names } from "../expressions/contract";
import type { Row } from "../base/row";
import type { Compiler, SourceLocation } from "../kit/compiler";
import type { DecisionSlot, Rejection } from "../base/contract";
import type { DescribeRow } from "../prompts/describe-rows";
import type { Variables } from "../kit/evaluation-context";
import type { PhaseState } from "./cursor";
import { runIndivisibly, type Interruptible } from "../base/interruptible";
import type { RowOperations } from "../population/row-operations";
import type { StepContexts } from "../population/step-contexts";
import type { Tasks } from "./tasks";
import type { Task } from "../prompts/task";

/** A decision to be made, with what the engine needs to ask for it and to carry it out. */
export type PlannedDecision = {
  readonly slot: DecisionSlot;
  /** Undefined for the environment, which sees everything and has neither profile nor memory. */
  readonly agent: Row | undefined;
  /** What is on offer, in the order of `slot.offered`. */
  readonly tasks: readonly Task[];
  /** With `each`: the row it is about. */
  readonly subject: Row | undefined;
  /** Further variables of its prompt, requirements and effects. */
  readonly vars?: Variables;
  /**
   * Names its draws apart from those of other decisions of the agent in this phase; by default its
   * `slot` does.
   */
  readonly part?: string;
  /** Asked without profile and memory: the agent is not yet complete. */
  readonly withoutProfile?: true;
};

/** A phase may take several steps, one after the other: what each finds. */
export type Stage = {
  /** From 0. */
  readonly number: number;
  /** What the stage before it left; null at first. */
  readonly state: PhaseState | null;
};

/** What a step of a phase leads to. */
export type StageEnd = {
  readonly rejections: readonly Rejection[];
  /**
   * Another stage follows, with this state; `done` is the share of the phase behind it, from 0 to
   * 1.
   */
  readonly next?: { readonly state: PhaseState; readonly done: number };
};

/** A phase (or the interventions of a round) ready to run. */
export type CompiledPhase = {
  /** Who decides what, on the world as it stands. */
  readonly plan: (
    contexts: StepContexts,
    stage: Stage,
  ) => Interruptible<readonly PlannedDecision[]>;
  /**
   * Changes the world: applies the decisions of the plan, or the phase's own effects. `outcomes` by
   * `seq`.
   */
  readonly commit: (
    contexts: StepContexts,
    planned: readonly PlannedDecision[],
    outcomes: readonly DecisionOutcome[],
    outcome: EffectOutcome,
    stage: Stage,
  ) => Interruptible<StageEnd>;
};

export type PhaseCompiler = {
  readonly compiler: Compiler;
  readonly rows: RowOperations;
  readonly tasks: Tasks;
  readonly describe: DescribeRow;
  /** What expressions about an agent of this type may use. */
  readonly agentNames: (agentType: string) => Names;
};

/**
 * One kind of phase: what is wrong with one goes to the compiler, what it does is the compiled
 * phase. Adding one: a file with a `PhaseKind`, and its line in `phases/index.ts`.
 */
export type PhaseKind<Key extends PhaseKey = PhaseKey> = {
  readonly key: Key;
  readonly compile: (
    phase: Extract<Phase, Record<Key, unknown>>,
    location: SourceLocation,
    phases: PhaseCompiler,
  ) => CompiledPhase;
};

export const planNothing: CompiledPhase["plan"] = () => runIndivisibly(() => []);

/** A phase in which nothing happens: of a kind that does not run yet, or that is not sound. */
export const IDLE_PHASE: CompiledPhase = {
  plan: planNothing,
  commit: () => runIndivisibly(() => ({ rejections: [] })),
};
