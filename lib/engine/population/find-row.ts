import { isBeyondExact, readNumber } from "@/lib/domain/data";
import type { Value } from "@/lib/domain/scenario";
import { type Row, rowId } from "../base/row";
import type { Compiler, SourceLocation } from "../kit/compiler";
import { getOwn } from "../base/schema";
import type { World } from "../world/world";

/**
 * Finds the row that a cell names; undefined when none exists. @throws RangeError when several
 * match
 */
export type FindRow = (cell: string) => Row | undefined;

/** Prepares finding the rows of a table, which must be complete. */
export type RowFinder = (world: World) => FindRow;

/**
 * Compiles finding rows by cell: by id (`Voter-12`), by number (`12`) or, with a key, by the value
 * of an attribute. `location` is that of the key.
 */
export function compileFinder(
  table: string,
  {
    key,
    location,
    compiler,
  }: {
    readonly key: string | undefined;
    readonly location: SourceLocation;
    readonly compiler: Compiler;
  },
): RowFinder {
  if (key === undefined)
    return (world) => memoize((cell) => world.get(table, parseRowId(cell.trim(), table)));
  const attributes = compiler.declaredTable(table)?.attributes ?? {};
  if (
    !compiler.checkKnown(location.pointer, {
      what: `attribute of ${table}`,
      name: key,
      names: Object.keys(attributes),
    })
  )
    return () => () => undefined;
  const type = getOwn(attributes, key)?.type;
  const numeric = type === "number" || type === "integer";
  if (!numeric && type !== "text" && type !== "category")
    compiler.reportProblem(
      location.pointer,
      `Rows are told apart by numbers, texts or categories, and \`${key}\` is of type ${type}.`,
    );
  const valueIn = (cell: string): Value | undefined => {
    if (!numeric) return cell;
    const number = readNumber(cell);
    return number !== undefined && isBeyondExact(cell, number) ? undefined : number;
  };
  return (world) => {
    const byKey = rowsByKey(world.rows(table), key);
    return (cell) => {
      const found =
        byKey.get(valueIn(cell) ?? null) ??
        (numeric ? undefined : (byKey.get(cell.trim()) ?? byKey.get(withoutDecimals(cell))));
      if (found === AMBIGUOUS)
        throw new RangeError(
          `several rows of ${table} have “${cell}” as their \`${key}\`, and a key must tell ` +
            "them apart.",
        );
      return found;
    };
  };
}

/** Programs write the whole numbers of a column with gaps as `1.0`. */
const withoutDecimals = (cell: string): string => cell.trim().replace(/^(\d+)\.0*$/, "$1");

function parseRowId(cell: string, table: string): string {
  const bare = withoutDecimals(cell);
  return /^\d+$/.test(bare) ? rowId(table, Number(bare)) : cell;
}

/**
 * Caches the rows found: edge lists name the same rows repeatedly, and creating an id costs more
 * than a look-up.
 */
function memoize(find: FindRow): FindRow {
  const found = new Map<string, Row>();
  return (cell) => {
    const known = found.get(cell);
    if (known !== undefined) return known;
    const row = find(cell);
    if (row !== undefined) found.set(cell, row);
    return row;
  };
}

const AMBIGUOUS = Symbol("several");

function rowsByKey(rows: readonly Row[], key: string): Map<Value, Row | typeof AMBIGUOUS> {
  const byKey = new Map<Value, Row | typeof AMBIGUOUS>();
  for (const row of rows) {
    const value = row[key] ?? null;
    if (value !== null) byKey.set(value, byKey.has(value) ? AMBIGUOUS : row);
  }
  return byKey;
}
