import type { Computed } from "../expressions/contract";
import { present } from "../expressions/type-rules";
import { within } from "../random";
import { inside, withNames } from "../run/compiler";
import type { EffectKind } from "./contract";

/** The draws of one turn are named after its row, so that they stay the same whoever else is in the list. */
const turnName = (item: Computed, position: number): string =>
  typeof item === "object" && item !== null && "id" in item && typeof item.id === "string" ? item.id : String(position);

/** `{ forEach: list, as: "name", do: […] }`: over the list as it was when the loop began. */
export const loop: EffectKind<"forEach"> = {
  key: "forEach",
  compile: (effect, place, { compiler, list }) => {
    const { type: declared, evaluate } = compiler.typed(effect.forEach, inside(place, "forEach"));
    const type = present(declared);
    if (type.kind !== "list") compiler.problem(`${place.pointer}/forEach`, `“${effect.forEach}” must be a list.`);
    const body = list(effect.do, inside(withNames(place, type.kind === "list" ? { [effect.as]: type.of } : {}), "do"));
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
