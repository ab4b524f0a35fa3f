import type { View } from "@/lib/domain/scenario";
import { compileView } from "../expressions";
import type { Computed, Names } from "../expressions/contract";
import type { Row } from "../row";
import { fieldsOf, type Schema, type Type } from "../types";
import { evaluated } from "./compiler";
import type { Moment } from "./moment";

type Sights = ReadonlyMap<string, (moment: Moment) => readonly Row[]>;

/** The views as the agents of one type have them, and the type of `view` in their expressions. */
export type Views = {
  readonly type: Type;
  readonly isEmpty: boolean;
  /**
   * `view` for one moment, whose variables it is to be put into: each view is evaluated when it is first used; `frozen` keeps what it gave, which is right as
   * long as the world stands still.
   */
  fields(moment: Moment, frozen: boolean): { readonly [view: string]: Computed };
};

export const NO_VIEWS: Views = { type: fieldsOf({}), isEmpty: true, fields: () => ({}) };

/**
 * Compiles the views for agents of one type. A view that makes no sense for them is left out, so that only using it is a
 * problem; each may use the ones before it.
 */
export function compileViews(views: Readonly<Record<string, View>>, names: Names, schema: Schema): Views {
  const sights = new Map<string, (moment: Moment) => readonly Row[]>();
  const types: Record<string, Type> = {};
  for (const [name, view] of Object.entries(views)) {
    const result = compileView(view, schema, { ...names, view: fieldsOf(types) });
    if (!result.ok) continue;
    const { compiled } = result;
    types[name] = compiled.type;
    sights.set(name, evaluated(`/views/${name}`, name, (scope) => compiled.evaluate(scope)));
  }
  return { type: fieldsOf(types), isEmpty: sights.size === 0, fields: (moment, frozen) => lazily(sights, moment, frozen) };
}

/** A proxy, because most moments use few of the views, and plain accessors cost more to make than the rest of a moment. */
function lazily(sights: Sights, moment: Moment, frozen: boolean): { readonly [view: string]: Computed } {
  const seen = new Map<string, readonly Row[]>();
  const see = (name: string): Computed | undefined => {
    const known = seen.get(name);
    if (known !== undefined) return known;
    const rows = sights.get(name)?.(moment);
    if (frozen && rows) seen.set(name, rows);
    return rows;
  };
  return new Proxy<Record<string, Computed>>({}, {
    get: (_, name) => (typeof name === "string" ? see(name) : undefined),
    has: (_, name) => typeof name === "string" && sights.has(name),
    ownKeys: () => [...sights.keys()],
    getOwnPropertyDescriptor: (_, name) => (typeof name === "string" && sights.has(name) ? { value: see(name), enumerable: true, configurable: true, writable: true } : undefined),
  });
}
