import type { Value } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import { compileAttributes, type DatasetRow, makeRow, type RowPlan } from ".";
import { childDraws } from "../random";
import type { Draws, Row } from "../base/row";
import { ADDRESSED, type TableDefinition } from "../world/definition";
import { type StoreConverter, storeConverterFor } from "../world/store-converter";
import type { Compiler } from "../kit/compiler";
import { LIMITS } from "../base/limits";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";

/** Adds a row or tie with these values of the attributes named at compile time. */
export type InsertRow = (context: EvaluationContext, values: readonly Computed[]) => void;

/** Creates and changes the rows of every table. */
export type RowOperations = {
  /**
   * Returns the converter of an attribute's values before they are stored; undefined when it cannot
   * be set.
   */
  store(table: string, attribute: string): StoreConverter | undefined;
  /**
   * Compiles the insertion of rows with values of these attributes, which must exist; the others
   * come from their `init`.
   */
  compileInsert(table: string, attributes: readonly string[], pointer: string): InsertRow;
  /**
   * Creates the next row of a table and adds it; `drawsOf` returns the draws of the row with this
   * id, `from` is the dataset row it is made from.
   */
  make(
    table: string,
    context: EvaluationContext,
    drawsOf: (id: string) => Draws,
    given?: Readonly<Record<string, Value>>,
    from?: DatasetRow,
  ): void;
};

export function compileRowOperations(compiler: Compiler): RowOperations {
  const stores = new Map<string, ReadonlyMap<string, StoreConverter>>();
  const plans = new Map<string, RowPlan>();
  for (const table of compiler.tables) {
    stores.set(
      table.name,
      new Map(
        Object.entries(table.attributes).map(([name, attribute]) => [
          name,
          storeConverterFor(name, attribute),
        ]),
      ),
    );
    plans.set(table.name, compileAttributes(table, compiler));
  }
  const make: RowOperations["make"] = (table, context, drawsOf, given = {}, from) => {
    const plan = plans.get(table);
    if (!plan) throw new RangeError(`Unknown table: ${table}.`);
    const { world } = context;
    if (world.rowCount >= LIMITS.rows)
      throw new ScenarioRuntimeError(`The world would have more than ${LIMITS.rows} rows.`, "");
    const id = world.nextId(table);
    const row: Row =
      plan.attributes.length === 0
        ? { id, ...given }
        : makeRow(plan, { id, context: { ...context, draws: drawsOf(id) }, given, from });
    if (world.definition(table).fields.includes(ADDRESSED)) row[ADDRESSED] = false;
    world.insert(table, row);
  };
  const store: RowOperations["store"] = (table, attribute) => stores.get(table)?.get(attribute);
  const inserter: RowOperations["compileInsert"] = (table, attributes, pointer) => {
    const definition = compiler.definition(table);
    return definition === undefined
      ? () => undefined
      : createInsert(definition, {
          cells: compileCells(definition, { attributes, pointer, storeOfAttribute: store }),
          pointer,
          make,
        });
  };
  return { store, compileInsert: inserter, make };
}

type Cell = {
  readonly attribute: string;
  readonly pointer: string;
  readonly store: StoreConverter;
};

function compileCells(
  { name, kind, between }: TableDefinition,
  {
    attributes,
    pointer,
    storeOfAttribute,
  }: {
    readonly attributes: readonly string[];
    readonly pointer: string;
    readonly storeOfAttribute: RowOperations["store"];
  },
): readonly Cell[] {
  const ends = new Map(
    kind === "network" && between
      ? [
          ["source", between[0]],
          ["target", between[1]],
        ]
      : [],
  );
  return attributes.flatMap((attribute, position) => {
    const to = ends.get(attribute);
    const store =
      to === undefined
        ? storeOfAttribute(name, attribute)
        : storeConverterFor(attribute, { type: "ref", to, dynamic: false });
    return store
      ? [
          {
            attribute,
            store,
            pointer:
              to === undefined ? `${pointer}/row/${attribute}` : `${pointer}/between/${position}`,
          },
        ]
      : [];
  });
}

function createInsert(
  definition: TableDefinition,
  {
    cells,
    pointer,
    make,
  }: {
    readonly cells: readonly Cell[];
    readonly pointer: string;
    readonly make: RowOperations["make"];
  },
): InsertRow {
  const { name, kind } = definition;
  return (context, values) => {
    const given: Record<string, Value> = {};
    for (let position = 0; position < cells.length; position += 1) {
      const cell = cells[position];
      if (cell)
        given[cell.attribute] = toStoredValue(
          cell.store,
          values[position] ?? null,
          context,
          cell.pointer,
        );
    }
    if (kind === "network" && updateExistingTie(definition, { given, context, pointer })) return;
    make(name, context, (id) => childDraws(childDraws(context.draws, pointer), id), given);
  };
}

/**
 * Rejects impossible ties. A pair has at most one tie: creating it again updates its attributes.
 */
function updateExistingTie(
  { name, fields }: TableDefinition,
  {
    given,
    context: { world },
    pointer,
  }: {
    readonly given: Readonly<Record<string, Value>>;
    readonly context: EvaluationContext;
    readonly pointer: string;
  },
): boolean {
  const { source, target } = given;
  if (typeof source !== "string" || typeof target !== "string")
    throw new ScenarioRuntimeError(
      `A tie of ${name} needs two ends, and one of them is nothing.`,
      pointer,
    );
  if (source === target)
    throw new ScenarioRuntimeError(`${source} cannot be tied to itself.`, pointer);
  const tie = world.tie(name, source, target);
  if (!tie) return false;
  for (const field of fields) {
    const value = given[field];
    if (field !== "source" && field !== "target" && value !== undefined)
      world.set(name, tie, field, value);
  }
  return true;
}

/** Converts a value for storage; an error becomes one of the scenario. */
export function toStoredValue(
  store: StoreConverter,
  value: Computed,
  { world }: EvaluationContext,
  pointer: string,
  source?: string,
): Value {
  try {
    return store(value, world);
  } catch (error) {
    throw error instanceof RangeError
      ? new ScenarioRuntimeError(error.message, pointer, source)
      : error;
  }
}
