import { inside } from "../kit/compiler";
import type { EffectKind } from "./contract";

/** `{ when: "…", do: […], else: […] }`. */
export const condition: EffectKind<"when"> = {
  key: "when",
  compile: (effect, place, { compiler, list }) => {
    const holds = compiler.truth(effect.when, inside(place, "when"));
    const then = list(effect.do, inside(place, "do"));
    const otherwise = list(effect.else ?? [], inside(place, "else"));
    return (moment) => (holds(moment) ? then(moment) : otherwise(moment));
  },
};
