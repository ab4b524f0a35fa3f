import { type Effect, effectKey, type EffectKey } from "@/lib/domain/scenario";
import { countOperations, type Interruptible, isSliceOver } from "../base/interruptible";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import type { RowOperations } from "../population/row-operations";
import { letEffect } from "./let-effect";
import { conditionEffect } from "./condition-effect";
import { applyInTurn } from "./apply-in-turn";
import { callEffect } from "./call-effect";
import type {
  ApplyEffect,
  EffectCompiler,
  EffectContext,
  EffectKind,
  ProcedureCalls,
} from "./contract";
import { deleteEffect } from "./delete-effect";
import { insertEffect } from "./insert-effect";
import { loopEffect } from "./loop-effect";
import { operatorEffect } from "./operator-effect";
import { setEffect } from "./set-effect";
import { stopEffect } from "./stop-effect";
import { tellEffect } from "./tell-effect";

export type { ApplyEffect, EffectContext, EffectCollector, MessageEffect } from "./contract";

/** Registry of effect kinds. */
const KINDS: { readonly [Key in EffectKey]: EffectKind<Key> } = {
  set: setEffect,
  insert: insertEffect,
  delete: deleteEffect,
  tell: tellEffect,
  stop: stopEffect,
  when: conditionEffect,
  forEach: loopEffect,
  let: letEffect,
  run: operatorEffect,
  call: callEffect,
};

/** Compiles the effects at `location` into one function that applies them in order. */
export function compileEffects(
  list: readonly Effect[],
  {
    location,
    compiler,
    rows,
    calls = { chain: [], made: { count: 0 } },
  }: {
    readonly location: SourceLocation;
    readonly compiler: Compiler;
    readonly rows: RowOperations;
    readonly calls?: ProcedureCalls;
  },
): ApplyEffect {
  const effects: EffectCompiler = {
    compiler,
    rows,
    calls,
    compileList: (inner, at, procedure) =>
      compileEffects(inner, {
        location: at,
        compiler,
        rows,
        calls: procedure === undefined ? calls : { ...calls, chain: [...calls.chain, procedure] },
      }),
  };
  const acts = list.map((effect, position) =>
    withEffectLimit(
      compileEffect(effect, childLocation(location, position), effects),
      childLocation(location, position).pointer,
    ),
  );
  return (context) =>
    applyInTurn(acts.length, (position) => {
      const act = acts[position];
      return act && act(context);
    });
}

function compileEffect(
  effect: Effect,
  location: SourceLocation,
  effects: EffectCompiler,
): ApplyEffect {
  // The key identifies the union member; TypeScript cannot infer that from a lookup by key.
  const kind: EffectKind = KINDS[effectKey(effect)] as EffectKind;
  return kind.compile(effect as never, location, effects);
}

/** Steps of expressions that take as long as an effect. */
const OPERATIONS_PER_EFFECT = 20;

function withEffectLimit(act: ApplyEffect, pointer: string): ApplyEffect {
  return (context) => {
    countOperations(OPERATIONS_PER_EFFECT);
    if ((context.collector.effectsLeft -= 1) < 0)
      throw new ScenarioRuntimeError(
        "Too many effects in one step: the limit is reached here.",
        pointer,
      );
    return isSliceOver() ? afterYield(act, context) : act(context);
  };
}

function* afterYield(act: ApplyEffect, context: EffectContext): Interruptible<void> {
  yield;
  const rest = act(context);
  if (rest) yield* rest;
}
