import type { Computed } from "../expressions/contract";
import { childLocation } from "../kit/compiler";
import type { EffectKind } from "./contract";
import { bindName } from "./bind-name";

/**
 * Compiles `{ let: { name: "…" }, do: […] }`: variables, each of which may use the previous ones.
 */
export const letEffect: EffectKind<"let"> = {
  key: "let",
  compile: (effect, location, { compiler, compileList: list }) => {
    let inner = location;
    const bound = Object.entries(effect.let).map(([name, expression]) => {
      const here = childLocation(inner, "let", name);
      const { type, evaluate } = compiler.compileTyped(expression, here);
      inner = bindName(inner, { name, type, pointer: here.pointer, compiler });
      return { name, evaluate };
    });
    const body = list(effect.do, childLocation(inner, "do"));
    return (context) => {
      const vars: Record<string, Computed> = { ...context.vars };
      const scope = { ...context, vars };
      for (const { name, evaluate } of bound) vars[name] = evaluate(scope);
      return body(scope);
    };
  },
};
