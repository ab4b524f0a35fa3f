import type { View } from "@/lib/domain/scenario";
import { compileView } from "../expressions";
import type { Computed, Names } from "../expressions/contract";
import type { Row } from "../row";
import { fieldsOf, type Schema, type Type } from "../types";
import { evaluated } from "./compiler";
import type { Moment } from "./moment";

type Sight = { readonly name: string; readonly rows: (moment: Moment) => readonly Row[] };

/** The views as the agents of one type have them, and the type of `view` in their expressions. */
export type Views = {
  readonly type: Type;
  readonly isEmpty: boolean;
  /**
   * `view` for one moment: each view is evaluated when it is first used; `frozen` keeps what it gave, which is right as
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
  const sights: Sight[] = [];
  const types: Record<string, Type> = {};
  for (const [name, view] of Object.entries(views)) {
    const result = compileView(view, schema, { ...names, view: fieldsOf(types) });
    if (!result.ok) continue;
    const { compiled } = result;
    types[name] = compiled.type;
    sights.push({ name, rows: evaluated(`/views/${name}`, name, (scope) => compiled.evaluate(scope)) });
  }
  return { type: fieldsOf(types), isEmpty: sights.length === 0, fields: (moment, frozen) => lazily(sights, moment, frozen) };
}

function lazily(sights: readonly Sight[], base: Moment, frozen: boolean): { readonly [view: string]: Computed } {
  const fields: Record<string, Computed> = {};
  const moment: Moment = { ...base, vars: { ...base.vars, view: fields } };
  for (const { name, rows } of sights) {
    const get = (): Computed => {
      const value = rows(moment);
      if (frozen) Object.defineProperty(fields, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(fields, name, { get, enumerable: true, configurable: true });
  }
  return fields;
}
