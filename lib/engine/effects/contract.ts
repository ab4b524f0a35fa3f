import type { Effect, EffectKey } from "@/lib/domain/scenario";
import type { MemoryEntry } from "../base/contract";
import type { Compiler, SourceLocation } from "../kit/compiler";
import type { EvaluationContext } from "../kit/evaluation-context";
import type { RowOperations } from "../population/row-operations";

/** A message that an effect sends, to be remembered by its recipient. */
export type MessageEffect = Pick<MemoryEntry, "agentType" | "agent" | "kind" | "text" | "cites"> & {
  /** Null where the receiver's memory settings say it. */
  readonly importance: number | null;
};

/** Collects what a step's effects bring about; shared by all decisions of the step. */
export type EffectOutcome = {
  readonly messages: MessageEffect[];
  /** Reason of the first `stop` that came true. */
  stopped: string | undefined;
  /** Effects left; running out is an error. */
  effectsLeft: number;
};

/** An evaluation context in which the world may change. */
export type EffectContext = EvaluationContext & { readonly outcome: EffectOutcome };

export type ApplyEffect = (context: EffectContext) => void;

/** What the compilation of effects needs. */
export type EffectCompiler = {
  readonly compiler: Compiler;
  readonly rows: RowOperations;
  /** Compiles a list of effects, each at its own location. */
  readonly compileList: (effects: readonly Effect[], location: SourceLocation) => ApplyEffect;
};

/**
 * One kind of effect: what is wrong with one goes to the compiler, what it does is the act. Adding
 * one: a file with an `EffectKind`, and its line in `effects/index.ts`.
 */
export type EffectKind<Key extends EffectKey = EffectKey> = {
  readonly key: Key;
  readonly compile: (
    effect: Extract<Effect, Record<Key, unknown>>,
    location: SourceLocation,
    effects: EffectCompiler,
  ) => ApplyEffect;
};
