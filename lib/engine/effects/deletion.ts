import { describeType } from "../expressions";
import { inside } from "../kit/compiler";
import type { EffectKind } from "./contract";
import { compileEnds } from "./ends";

/** `{ delete: rows }`, or `{ delete: "Friends", between: [a, b] }` for the tie between two rows. What is not there is no error. */
export const deletion: EffectKind<"delete"> = {
  key: "delete",
  compile: (effect, place, { compiler }) => {
    const here = inside(place, "delete");
    if ("between" in effect) {
      const network = effect.delete;
      if (
        !compiler.known(here.pointer, "network", network, Object.keys(compiler.scenario.networks))
      )
        return () => undefined;
      const [source, target] = compileEnds(network, effect.between, place, compiler);
      return (moment) => {
        const [from, to] = [source(moment), target(moment)];
        const tie = from && to ? moment.world.tie(network, from.id, to.id) : undefined;
        if (tie) moment.world.delete(network, tie);
      };
    }
    const { table = "", evaluate } = compiler.rows(
      effect.delete,
      here,
      (type) => `Only rows can be deleted, and this is ${describeType(type)}.`,
    );
    if (table === "world") compiler.problem(here.pointer, "The world cannot be deleted.");
    return (moment) => {
      for (const row of evaluate(moment)) moment.world.delete(table, row);
    };
  },
};
