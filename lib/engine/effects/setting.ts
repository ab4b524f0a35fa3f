import { inside } from "../run/compiler";
import { MomentError } from "../run/moment";
import { checkedValue } from "../run/rows";
import type { EffectKind } from "./contract";

/** `{ set: "self.opinion", to: "…" }`: gives an attribute of a row a new value. */
export const setting: EffectKind<"set"> = {
  key: "set",
  compile: ({ set: path, to }, place, { compiler, rows }) => {
    const split = path.lastIndexOf(".");
    const attribute = path.slice(split + 1);
    const owner = path.slice(0, split);
    const { table, evaluate } = compiler.row(owner, inside(place, "set"));
    const value = compiler.value(to, inside(place, "to"));
    const store = rows.store(table, attribute);
    if (!store) compiler.problem(`${place.pointer}/set`, `${attribute} of ${table || owner} cannot be set.`);
    return (moment) => {
      const row = evaluate(moment);
      if (!row) throw new MomentError(`${path} cannot be set: ${owner} is nothing.`, `${place.pointer}/set`, path);
      if (moment.world.get(table, row.id) !== row) throw new MomentError(`${path} cannot be set: ${row.id} no longer exists.`, `${place.pointer}/set`, path);
      const stored = store ? checkedValue(store, value(moment), moment, `${place.pointer}/to`, String(to)) : null;
      moment.world.set(table, row, attribute, stored);
    };
  },
};
