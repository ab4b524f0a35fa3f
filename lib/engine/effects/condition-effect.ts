import { childLocation } from "../kit/compiler";
import type { EffectKind } from "./contract";

/** Compiles `{ when: "…", do: […], else: […] }`. */
export const conditionEffect: EffectKind<"when"> = {
  key: "when",
  compile: (effect, location, { compiler, compileList: list }) => {
    const holds = compiler.compileCondition(effect.when, childLocation(location, "when"));
    const then = list(effect.do, childLocation(location, "do"));
    const otherwise = list(effect.else ?? [], childLocation(location, "else"));
    return (context) => (holds(context) ? then(context) : otherwise(context));
  },
};
