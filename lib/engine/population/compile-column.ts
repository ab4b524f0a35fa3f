import type { AttributeItem, Init } from "@/lib/domain/scenario";
import type { Compiler, SourceLocation } from "../kit/compiler";
import { childLocation } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import type { World } from "../world/world";
import { cellReader } from "./cells";
import type { InitContext, InitValue } from "./contract";
import { cellError, type DatasetReader } from "./dataset";
import { compileFinder, type FindRow, type RowFinder } from "./find-row";

type Column = Extract<Init, { column: string }>;

/**
 * Compiles reading a column of the dataset row that a row is made from, by the attribute's type.
 * Empty cells, and rows that are not made from a dataset, use `otherwise`; without it a text or
 * list is empty, and anything else an error.
 */
export function compileColumn(
  { column, key }: Column,
  {
    location,
    context,
    otherwise,
  }: {
    readonly location: SourceLocation;
    readonly context: InitContext;
    readonly otherwise: InitValue | undefined;
  },
): InitValue {
  const { name, attribute, table, compiler } = context;
  const here = childLocation(location, "column");
  if (!table.hasDataset)
    compiler.reportProblem(
      here.pointer,
      `\`${table.name}\` has no dataset whose column this could be.`,
    );
  const item = attribute.type === "list" ? attribute.of : attribute;
  if (key !== undefined && item.type !== "ref")
    compiler.reportProblem(
      childLocation(location, "key").pointer,
      `Only refs are found by a key, and this is of type ${attribute.type}.`,
    );
  const finder = compileItemFinder(item, { key, location, context });
  const read = cellReader(attribute);
  const opened = new WeakMap<
    DatasetReader,
    { readonly cell: (index: number) => string; readonly find: FindRow }
  >();
  const open = (dataset: DatasetReader, world: World) => {
    const known = opened.get(dataset) ?? {
      cell: dataset.column(column, here.pointer),
      find: finder(world),
    };
    opened.set(dataset, known);
    return known;
  };
  const empty = attribute.type === "text" ? "" : attribute.type === "list" ? [] : undefined;
  return (context, uniform, from) => {
    if (from === undefined) {
      if (otherwise !== undefined) return otherwise(context, uniform, from);
      throw new ScenarioRuntimeError(
        `This row was not made from a dataset, so that nothing says what its \`${name}\` is: ` +
          "add `otherwise`.",
        location.pointer,
      );
    }
    const { dataset, index } = from;
    const { cell, find } = open(dataset, context.world);
    try {
      const value =
        read(cell(index), find) ??
        (otherwise === undefined ? empty : otherwise(context, uniform, from));
      if (value === undefined)
        throw new RangeError(
          `there is no value. Fill the cell, or say with \`otherwise\` what \`${name}\` is ` +
            "where there is none.",
        );
      return value;
    } catch (error) {
      throw error instanceof RangeError
        ? cellError(dataset, { index, column, reason: error.message, pointer: here.pointer })
        : error;
    }
  };
}

const findNothing: RowFinder = () => () => undefined;

function compileItemFinder(
  item: AttributeItem | InitContext["attribute"],
  {
    key,
    location,
    context: { table, compiler },
  }: {
    readonly key: string | undefined;
    readonly location: SourceLocation;
    readonly context: InitContext;
  },
): RowFinder {
  if (item.type !== "ref" || compiler.declaredTable(item.to) === undefined) return findNothing;
  if (!isDeclaredBefore(item.to, table.name, compiler)) {
    const message =
      `\`${item.to}\` is not complete yet when \`${table.name}\` is made: the world comes ` +
      "first, then tables, agents and networks, each in declared order.";
    compiler.reportProblem(childLocation(location, "column").pointer, message);
  }
  return compileFinder(item.to, { key, location: childLocation(location, "key"), compiler });
}

function isDeclaredBefore(first: string, second: string, { tables }: Compiler): boolean {
  const order = tables.map(({ name }) => name);
  return order.indexOf(first) < order.indexOf(second);
}
