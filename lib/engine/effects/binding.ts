import type { Computed } from "../expressions/contract";
import { inside } from "../kit/compiler";
import type { EffectKind } from "./contract";
import { bindName } from "./bind-name";

/** `{ let: { name: "…" }, do: […] }`: names for values, each of which may use the ones before it. */
export const binding: EffectKind<"let"> = {
  key: "let",
  compile: (effect, place, { compiler, list }) => {
    let inner = place;
    const bound = Object.entries(effect.let).map(([name, expression]) => {
      const here = inside(inner, "let", name);
      const { type, evaluate } = compiler.typed(expression, here);
      inner = bindName(inner, name, type, here.pointer, compiler);
      return { name, evaluate };
    });
    const body = list(effect.do, inside(inner, "do"));
    return (moment) => {
      const vars: Record<string, Computed> = { ...moment.vars };
      const scope = { ...moment, vars };
      for (const { name, evaluate } of bound) vars[name] = evaluate(scope);
      body(scope);
    };
  },
};
