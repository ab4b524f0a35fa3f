import type { Effect, EffectKey } from "@/lib/domain/scenario";
import type { MemoryEntry } from "../base/contract";
import type { Interruptible } from "../base/interruptible";
import type { Compiler, SourceLocation } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";
import type { RowOperations } from "../population/row-operations";

/** A message that an effect sends, to be remembered by its recipient. */
export type MessageEffect = Pick<
  MemoryEntry,
  "agentType" | "agent" | "kind" | "text" | "cites" | "nullValues"
> & {
  /** Null if the recipient's memory settings determine the importance. */
  readonly importance: number | null;
};

/**
 * Collects the messages, the stop reason and the cost of the effects of a step. All decisions of
 * the step share one collector.
 */
export type EffectCollector = {
  readonly messages: MessageEffect[];
  /** Reason of the first `stop` whose condition was true. */
  stopped: string | undefined;
  /** Remaining effects before the step fails; guards against runaway loops. */
  effectsLeft: number;
};

/** An evaluation context in which the world may change. */
export type EffectContext = EvaluationContext & { readonly collector: EffectCollector };

/**
 * Applies an effect. Returns nothing when it is done, or the rest of the work when it has computed
 * for long enough that other tasks should run: the caller continues with that rest (`yield*`)
 * before anything else. Short effects never allocate a generator.
 */
export type ApplyEffect = (context: EffectContext) => EffectRest;

/** What is left of an effect that was interrupted. */
export type EffectRest = Interruptible<void> | undefined;

/** The procedures in which effects stand, and how many calls led there and elsewhere. */
export type ProcedureCalls = {
  readonly chain: readonly string[];
  readonly made: { count: number };
};

/** Dependencies for compiling effects. */
export type EffectCompiler = {
  readonly compiler: Compiler;
  readonly rows: RowOperations;
  readonly calls: ProcedureCalls;
  /** Compiles a list of effects, each at its own location; those of a procedure, if it is named. */
  readonly compileList: (
    effects: readonly Effect[],
    location: SourceLocation,
    procedure?: string,
  ) => ApplyEffect;
};

/**
 * One kind of effect: reports problems to the compiler and returns the function that applies it. To
 * add one, write a file with an `EffectKind` and register it in `effects/index.ts`.
 */
export type EffectKind<Key extends EffectKey = EffectKey> = {
  readonly key: Key;
  readonly compile: (
    effect: Extract<Effect, Record<Key, unknown>>,
    location: SourceLocation,
    effects: EffectCompiler,
  ) => ApplyEffect;
};
