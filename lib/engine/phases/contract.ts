import type { Phase, PhaseKey } from "@/lib/domain/scenario";
import type { DecisionOutcome } from "@/lib/domain/decision";
import type { EffectCollector } from "../effects";
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

/** A decision of a plan, with what the engine needs to request and apply it. */
export type PlannedDecision = {
  readonly slot: DecisionSlot;
  /** Undefined for the environment, which sees everything and has neither profile nor memory. */
  readonly agent: Row | undefined;
  /** The offered tasks, in the order of `slot.offered`. */
  readonly tasks: readonly Task[];
  /** With `each`: the row that the decision is about. */
  readonly subject: Row | undefined;
  /** Further variables of its prompt, requirements and effects. */
  readonly vars?: Variables;
  /**
   * Separates its draws from those of other decisions of the agent in this phase; `slot` does so by
   * default.
   */
  readonly part?: string;
  /** Asked without profile and memory, because the agent's attributes are not complete yet. */
  readonly withoutProfile?: true;
};

/** One of the steps of a phase, which run one after the other. */
export type Stage = {
  /** From 0. */
  readonly number: number;
  /** State stored by the previous stage; null at first. */
  readonly state: PhaseState | null;
};

/** Result of a step of a phase. */
export type StageEnd = {
  readonly rejections: readonly Rejection[];
  /** Set if another stage follows: its state, and the completed share of the phase from 0 to 1. */
  readonly next?: { readonly state: PhaseState; readonly done: number };
};

/** A stage with the outcomes of its decisions; `outcomes` is indexed by `seq`. */
export type StageDecisions = {
  readonly contexts: StepContexts;
  readonly planned: readonly PlannedDecision[];
  readonly outcomes: readonly DecisionOutcome[];
  readonly collector: EffectCollector;
  readonly stage: Stage;
};

/** A compiled phase, or the interventions of a round. */
export type CompiledPhase = {
  /** Plans who decides what, on the current world. */
  readonly plan: (
    contexts: StepContexts,
    stage: Stage,
  ) => Interruptible<readonly PlannedDecision[]>;
  /** Changes the world: applies the decisions of the plan, or the phase's own effects. */
  readonly commit: (step: StageDecisions) => Interruptible<StageEnd>;
};

export type PhaseCompiler = {
  readonly compiler: Compiler;
  readonly rows: RowOperations;
  readonly tasks: Tasks;
  readonly describe: DescribeRow;
  /** Names in scope for expressions about an agent of this type. */
  readonly agentNames: (agentType: string) => Names;
};

/**
 * One kind of phase: reports problems to the compiler and returns the compiled phase. To add one,
 * write a file with a `PhaseKind` and register it in `phases/index.ts`.
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

/** A phase without effects, used in place of an invalid one. */
export const IDLE_PHASE: CompiledPhase = {
  plan: planNothing,
  commit: () => runIndivisibly(() => ({ rejections: [] })),
};
