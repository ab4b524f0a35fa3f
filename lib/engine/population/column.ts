import type { AttributeItem, Init } from "@/lib/domain/scenario";
import type { Compiler, Place } from "../kit/compiler";
import { inside } from "../kit/compiler";
import { MomentError } from "../kit/evaluation-context";
import type { World } from "../world/world";
import { cellReader } from "./cells";
import type { InitContext, InitValue } from "./contract";
import { cellError, type Dataset } from "./dataset";
import { compileFinder, type FindRow, type RowFinder } from "./find-row";

type Column = Extract<Init, { column: string }>;

/**
 * The value of a column in the dataset row that a row is made from, read by the attribute's type. Where a cell has none, and
 * for rows that are not made from a dataset, `otherwise`; a text or list without that is then empty, anything else an error.
 */
export function compileColumn(
  { column, key }: Column,
  place: Place,
  context: InitContext,
  otherwise: InitValue | undefined,
): InitValue {
  const { name, attribute, table, compiler } = context;
  const here = inside(place, "column");
  if (!table.hasDataset)
    compiler.problem(here.pointer, `\`${table.name}\` has no dataset whose column this could be.`);
  const item = attribute.type === "list" ? attribute.of : attribute;
  if (key !== undefined && item.type !== "ref")
    compiler.problem(
      inside(place, "key").pointer,
      `Only refs are found by a key, and this is of type ${attribute.type}.`,
    );
  const finder = finderOf(item, key, place, context);
  const read = cellReader(attribute);
  const opened = new WeakMap<
    Dataset,
    { readonly cell: (index: number) => string; readonly find: FindRow }
  >();
  const open = (dataset: Dataset, world: World) => {
    const known = opened.get(dataset) ?? {
      cell: dataset.column(column, here.pointer),
      find: finder(world),
    };
    opened.set(dataset, known);
    return known;
  };
  const empty = attribute.type === "text" ? "" : attribute.type === "list" ? [] : undefined;
  return (moment, uniform, from) => {
    if (from === undefined) {
      if (otherwise !== undefined) return otherwise(moment, uniform, from);
      throw new MomentError(
        `This row was not made from a dataset, so that nothing says what its \`${name}\` is: add \`otherwise\`.`,
        place.pointer,
      );
    }
    const { dataset, index } = from;
    const { cell, find } = open(dataset, moment.world);
    try {
      const value =
        read(cell(index), find) ??
        (otherwise === undefined ? empty : otherwise(moment, uniform, from));
      if (value === undefined)
        throw new RangeError(
          `there is no value. Fill the cell, or say with \`otherwise\` what \`${name}\` is where there is none.`,
        );
      return value;
    } catch (error) {
      throw error instanceof RangeError
        ? cellError(dataset, index, column, error.message, here.pointer)
        : error;
    }
  };
}

const NOBODY: RowFinder = () => () => undefined;

function finderOf(
  item: AttributeItem | InitContext["attribute"],
  key: string | undefined,
  place: Place,
  { table, compiler }: InitContext,
): RowFinder {
  if (item.type !== "ref" || compiler.declared(item.to) === undefined) return NOBODY;
  if (!comesBefore(item.to, table.name, compiler)) {
    const message = `\`${item.to}\` is not complete yet when \`${table.name}\` is made: the world comes first, then tables, agents and networks, each in declared order.`;
    compiler.problem(inside(place, "column").pointer, message);
  }
  return compileFinder(item.to, key, inside(place, "key"), compiler);
}

function comesBefore(first: string, second: string, { tables }: Compiler): boolean {
  const order = tables.map(({ name }) => name);
  return order.indexOf(first) < order.indexOf(second);
}
