import type { Computed } from "../expressions/contract";
import { inside, withNames } from "../run/compiler";
import type { EffectKind } from "./contract";

/** `{ let: { name: "…" }, do: […] }`: names for values, each of which may use the ones before it. */
export const binding: EffectKind<"let"> = {
  key: "let",
  compile: (effect, place, { compiler, list }) => {
    let inner = place;
    const bound = Object.entries(effect.let).map(([name, expression]) => {
      const { type, evaluate } = compiler.typed(expression, { ...inside(place, "let", name), names: inner.names });
      inner = withNames(inner, { [name]: type });
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
