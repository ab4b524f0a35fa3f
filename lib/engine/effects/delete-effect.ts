import { describeType } from "../expressions";
import { childLocation } from "../kit/compiler";
import type { EffectKind } from "./contract";
import { compileEnds } from "./compile-ends";

/**
 * Compiles `{ delete: rows }`, or `{ delete: "Friends", between: [a, b] }` for the tie between two
 * rows. Deleting a tie that does not exist is not an error.
 */
export const deleteEffect: EffectKind<"delete"> = {
  key: "delete",
  compile: (effect, location, { compiler }) => {
    const here = childLocation(location, "delete");
    if ("between" in effect) {
      const network = effect.delete;
      if (
        !compiler.checkKnown(here.pointer, {
          what: "network",
          name: network,
          names: Object.keys(compiler.scenario.networks),
        })
      )
        return () => undefined;
      const [source, target] = compileEnds({
        network,
        between: effect.between,
        location,
        compiler,
      });
      return (context) => {
        const [from, to] = [source(context), target(context)];
        const tie = from && to ? context.world.tie(network, from.id, to.id) : undefined;
        if (tie) context.world.delete(network, tie);
      };
    }
    const { table = "", evaluate } = compiler.compileRows(effect.delete, here, {
      wrong: (type) => `Only rows can be deleted, and this is ${describeType(type)}.`,
    });
    if (table === "world") compiler.reportProblem(here.pointer, "The world cannot be deleted.");
    return (context) => {
      for (const row of evaluate(context)) context.world.delete(table, row);
    };
  },
};
