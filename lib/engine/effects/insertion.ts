import { inside } from "../run/compiler";
import type { EffectKind } from "./contract";

/** `{ insert: "Post", row: { … } }`, and for ties `{ insert: "Friends", between: [a, b] }`. Attributes left out come from their `init`. */
export const insertion: EffectKind<"insert"> = {
  key: "insert",
  compile: (effect, place, { compiler, rows }) => {
    const table = effect.insert;
    const cells = Object.entries(effect.row ?? {}).map(([attribute, expression]) => ({
      attribute,
      evaluate: compiler.value(expression, inside(place, "row", attribute)),
    }));
    if ("between" in effect) {
      const ends = effect.between.map((end, position) => compiler.row(end, inside(place, "between", position)).evaluate);
      cells.unshift(...(["source", "target"] as const).map((attribute, position) => ({ attribute, evaluate: ends[position] ?? (() => null) })));
    }
    const insert = rows.inserter(table, cells.map(({ attribute }) => attribute), place.pointer);
    return (moment) => {
      insert(moment, cells.map(({ evaluate }) => evaluate(moment)));
    };
  },
};
