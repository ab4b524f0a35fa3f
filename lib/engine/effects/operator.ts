import { inside } from "../run/compiler";
import { ANY } from "../types";
import type { EffectKind } from "./contract";
import { bindName } from "./bind-name";

/** `{ run: "doubleAuction@1", with: { … }, as: "result", do: […] }`: an operator. None runs yet; what it is given and what follows is checked. */
export const operator: EffectKind<"run"> = {
  key: "run",
  compile: (effect, place, { compiler, list }) => {
    for (const [name, expression] of Object.entries(effect.with)) compiler.value(expression, inside(place, "with", name));
    list(effect.do, inside(bindName(place, effect.as, ANY, inside(place, "as").pointer, compiler), "do"));
    return () => undefined;
  },
};
