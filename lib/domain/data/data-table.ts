import type { NumberStyle } from "./number-style";

/**
 * The rows of a file in order, as the texts of its cells; every row has a cell per column.
 */
export type DataTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export const DATA_COLUMN_TYPES = ["integer", "number", "boolean", "text"] as const;

/**
 * Inferred type of a column, for display only: a run parses cells by the type of their attribute.
 */
type DataColumnType = (typeof DATA_COLUMN_TYPES)[number];

/** A cell, with the number of its row from 1, without the header. */
export type CellOfRow = { readonly row: number; readonly cell: string };

export type DataColumn = {
  readonly name: string;
  readonly type: DataColumnType;
  /** Cells without a value. */
  readonly missing: number;
  /** Numbers are written with a comma, as `3,5`. */
  readonly decimalComma?: boolean | undefined;
  /** What stands between thousands, as in `1.000`. */
  readonly thousands?: NumberStyle["thousands"] | undefined;
  /** Of a text column in which at least half of the cells are numbers: those that are none. */
  readonly nonNumbers?:
    { readonly count: number; readonly first: readonly CellOfRow[] } | undefined;
  /** Smallest and largest number. */
  readonly range?: readonly [number, number] | undefined;
  /** The distinct texts, when they are few, in order of first appearance. */
  readonly values?: readonly string[] | undefined;
};

/** Limits of one file. */
export const DATA_LIMITS = {
  bytes: 200_000_000,
  rows: 5_000_000,
  columns: 200,
  headerCharacters: 200,
  recordCharacters: 1_000_000,
} as const;

/**
 * A file that cannot be read as a table; the message is shown to the person who uploaded it and
 * names the line.
 */
export class DataError extends Error {
  override readonly name = "DataError";
}
