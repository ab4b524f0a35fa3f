import { describeType } from "../expressions";
import type { Computed } from "../expressions/contract";
import { present } from "../expressions/type-rules";
import { within } from "../random";
import { inside } from "../kit/compiler";
import { ANY } from "../base/types";
import type { EffectKind } from "./contract";
import { bindName } from "./bind-name";

/** The draws of one turn are named after its row, so that they stay the same whoever else is in the list. */
const turnName = (item: Computed, position: number): string =>
  typeof item === "object" && item !== null && "id" in item && typeof item.id === "string"
    ? item.id
    : String(position);

/** `{ forEach: list, as: "name", do: […] }`: over the list as it was when the loop began. */
export const loop: EffectKind<"forEach"> = {
  key: "forEach",
  compile: (effect, place, { compiler, list }) => {
    const here = inside(place, "forEach");
    const { type: declared, evaluate } = compiler.typed(effect.forEach, here);
    const type = present(declared);
    if (type.kind === "any")
      compiler.doubt(here.pointer, `It cannot be known whether “${effect.forEach}” is a list.`);
    else if (type.kind !== "list")
      compiler.problem(
        here.pointer,
        `\`forEach\` goes through a list, and this is ${describeType(type)}.`,
      );
    const inner = bindName(
      place,
      effect.as,
      type.kind === "list" ? type.of : ANY,
      inside(place, "as").pointer,
      compiler,
    );
    const body = list(effect.do, inside(inner, "do"));
    return (moment) => {
      const vars: Record<string, Computed> = { ...moment.vars };
      const items = (evaluate(moment) ?? []) as readonly Computed[];
      for (let position = 0; position < items.length; position += 1) {
        const item = items[position] ?? null;
        vars[effect.as] = item;
        body({ ...moment, vars, draws: within(moment.draws, turnName(item, position)) });
      }
    };
  },
};
