import { describeType } from "../expressions";
import type { Computed } from "../expressions/contract";
import { taintOf, withTaint } from "../expressions/taint";
import { withoutNull } from "../expressions/type-rules";
import { childDraws } from "../random";
import { childLocation } from "../kit/compiler";
import { ANY } from "../base/types";
import { applyInTurn } from "./apply-in-turn";
import type { EffectKind } from "./contract";
import { bindName } from "./bind-name";

/**
 * Names the draws of one iteration after its row, so that they do not depend on the other rows of
 * the list.
 */
const iterationName = (item: Computed, position: number): string =>
  typeof item === "object" && item !== null && "id" in item && typeof item.id === "string"
    ? item.id
    : String(position);

/**
 * Compiles `{ forEach: list, as: "name", do: […] }`. Iterates over a snapshot of the list, so that
 * effects inside the loop do not change the iteration.
 */
export const loopEffect: EffectKind<"forEach"> = {
  key: "forEach",
  compile: (effect, location, { compiler, compileList: list }) => {
    const here = childLocation(location, "forEach");
    const { type: declared, evaluate } = compiler.compileTyped(effect.forEach, here);
    const type = withoutNull(declared);
    if (type.kind === "any")
      compiler.reportUncertain(
        here.pointer,
        `The type of “${effect.forEach}” is unknown: \`forEach\` needs a list.`,
      );
    else if (type.kind !== "list")
      compiler.reportProblem(
        here.pointer,
        `\`forEach\` goes through a list, and this is ${describeType(type)}.`,
      );
    const inner = bindName(location, {
      name: effect.as,
      type: withTaint(type.kind === "list" ? type.of : ANY, taintOf(declared)),
      pointer: childLocation(location, "as").pointer,
      compiler,
    });
    const body = list(effect.do, childLocation(inner, "do"));
    return (context) => {
      const vars: Record<string, Computed> = { ...context.vars };
      const items = (evaluate(context) ?? []) as readonly Computed[];
      return applyInTurn(items.length, (position) => {
        const item = items[position] ?? null;
        vars[effect.as] = item;
        return body({
          ...context,
          vars,
          draws: childDraws(context.draws, iterationName(item, position)),
        });
      });
    };
  },
};
