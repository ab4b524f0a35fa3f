import { type Effect, effectKey, type EffectKey } from "@/lib/domain/scenario";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import type { Rows } from "../population/rows";
import { binding } from "./binding";
import { condition } from "./condition";
import type { Act, EffectCompiler, EffectKind } from "./contract";
import { deletion } from "./deletion";
import { insertion } from "./insertion";
import { loop } from "./loop";
import { operator } from "./operator";
import { setting } from "./setting";
import { stopping } from "./stopping";
import { telling } from "./telling";

export type { Act, ActMoment, Outcome, Told } from "./contract";

/** The one registration of each kind of effect. */
const KINDS: { readonly [Key in EffectKey]: EffectKind<Key> } = {
  set: setting,
  insert: insertion,
  delete: deletion,
  tell: telling,
  stop: stopping,
  when: condition,
  forEach: loop,
  let: binding,
  run: operator,
};

/** Compiles the list of effects that stands at `place` into one act that does them in order. */
export function compileEffects(
  list: readonly Effect[],
  location: SourceLocation,
  compiler: Compiler,
  rows: Rows,
): Act {
  const effects: EffectCompiler = {
    compiler,
    rows,
    list: (inner, at) => compileEffects(inner, at, compiler, rows),
  };
  const acts = list.map((effect, position) =>
    counted(
      compileOne(effect, childLocation(location, position), effects),
      childLocation(location, position).pointer,
    ),
  );
  return (context) => {
    for (const act of acts) act(context);
  };
}

function compileOne(effect: Effect, location: SourceLocation, effects: EffectCompiler): Act {
  // The key says which member of the union this is, which a lookup by key cannot tell the compiler.
  const kind: EffectKind = KINDS[effectKey(effect)] as EffectKind;
  return kind.compile(effect as never, location, effects);
}

function counted(act: Act, pointer: string): Act {
  return (context) => {
    if ((context.outcome.effectsLeft -= 1) < 0)
      throw new ScenarioRuntimeError(
        "Too many effects in one step: the limit is reached here.",
        pointer,
      );
    act(context);
  };
}
