import { inside } from "../run/compiler";
import type { EffectKind } from "./contract";

/** `{ delete: rows }`, or `{ delete: "Friends", between: [a, b] }` for the tie between two rows. What is not there is no error. */
export const deletion: EffectKind<"delete"> = {
  key: "delete",
  compile: (effect, place, { compiler }) => {
    if ("between" in effect) {
      const network = effect.delete;
      if (compiler.definition(network)?.kind !== "network") compiler.problem(`${place.pointer}/delete`, `${network} is not a network.`);
      const [source, target] = effect.between.map((end, position) => compiler.row(end, inside(place, "between", position)).evaluate);
      return (moment) => {
        const from = source?.(moment);
        const to = target?.(moment);
        const tie = from && to ? moment.world.tie(network, from.id, to.id) : undefined;
        if (tie) moment.world.delete(network, tie);
      };
    }
    const { table, evaluate } = compiler.rows(effect.delete, inside(place, "delete"));
    if (table === "world") compiler.problem(`${place.pointer}/delete`, "The world cannot be deleted.");
    return (moment) => {
      for (const row of evaluate(moment)) moment.world.delete(table, row);
    };
  },
};
