import type { Attribute, Value } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Row } from "../base/row";
import { type Compiler, childLocation } from "../kit/compiler";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import type { DeclaredTable } from "../base/schema";
import { type StoreConverter, storeConverterFor } from "../world/store-converter";
import type { InitValue } from "./contract";
import type { DatasetRow } from "./dataset";
import { checkAttribute } from "./declaration";
import { compileInit } from "./init";
import { initLocation } from "./init-order";

type PlannedAttribute = {
  readonly name: string;
  readonly pointer: string;
  readonly init: InitValue;
  /** Clamps a drawn number to the attribute's bounds. */
  readonly settle: (value: Computed) => Computed;
  readonly store: StoreConverter;
};

/** The compiled inits of one table, created once per table. */
export type RowPlan = { readonly table: string; readonly attributes: readonly PlannedAttribute[] };

/** The value of an attribute without an init: null. */
const emptyValue: InitValue = () => null;

/** Compiles the attributes of a table. */
export function compileAttributes(table: DeclaredTable, compiler: Compiler): RowPlan {
  const planned = Object.entries(table.attributes).map(([name, attribute]): PlannedAttribute => {
    const context = { name, attribute, table, compiler };
    const location = initLocation(table.pointer, context);
    checkAttribute(name, { attribute, table, location: childLocation(location, name), compiler });
    const here = childLocation(location, name, "init");
    const init =
      attribute.init === undefined ? emptyValue : compileInit(attribute.init, here, context);
    return {
      name,
      pointer: here.pointer,
      init,
      settle: clampByType(attribute),
      store: storeConverterFor(name, attribute),
    };
  });
  return { table: table.name, attributes: planned };
}

function clampByType(attribute: Attribute): (value: Computed) => Computed {
  if (attribute.type !== "number" && attribute.type !== "integer") return (value) => value;
  const whole = attribute.type === "integer";
  const { min = -Infinity, max = Infinity } = attribute;
  const [low, high] = whole ? [Math.ceil(min), Math.floor(max)] : [min, max];
  // Infinities and NaN are kept: storing them is an error, and clamping would hide it.
  return (value) =>
    typeof value === "number" && Number.isFinite(value)
      ? Math.min(high, Math.max(low, whole ? Math.round(value) : value))
      : value;
}

/**
 * Creates a row: attributes in `given` are stored unchanged, the others computed from their inits
 * in declared order, each seeing earlier ones in `self`. Computed values are rounded for integers
 * and clamped to the bounds; given ones must be within them. Further keys of `given`, the ends of a
 * tie, are copied.
 *
 * `from` is the dataset row that the row is made from; columns are read there.
 *
 * `context.draws` must belong to the row (at setup `drawsFor(seed, 0, "setup", id)`). The draw of
 * an attribute is named after the attribute, index 0; expressions use their own part, named after
 * their pointer. So a row does not depend on the number of rows, and a changed attribute changes
 * only what depends on it.
 *
 * @throws ScenarioRuntimeError with the pointer of the init when an expression, a distribution or a
 * value fails
 */
export function makeRow(
  plan: RowPlan,
  {
    id,
    context,
    given = {},
    from,
  }: {
    readonly id: string;
    readonly context: EvaluationContext;
    readonly given?: Readonly<Record<string, Value>> | undefined;
    readonly from?: DatasetRow | undefined;
  },
): Row {
  const row: Row = { id, ...given };
  const own: EvaluationContext = { ...context, vars: { ...context.vars, self: row } };
  for (const { name, pointer, init, settle, store } of plan.attributes) {
    const value = Object.hasOwn(given, name)
      ? (given[name] ?? null)
      : settle(init(own, () => context.draws.uniform(name, 0), from));
    row[name] = toStored(store, value, context, pointer);
  }
  return row;
}

function toStored(
  store: StoreConverter,
  value: Computed,
  { world }: EvaluationContext,
  pointer: string,
): Value {
  try {
    return store(value, world);
  } catch (error) {
    throw error instanceof RangeError ? new ScenarioRuntimeError(error.message, pointer) : error;
  }
}
