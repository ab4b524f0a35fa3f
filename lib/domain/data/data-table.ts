/**
 * The rows of a file in order: texts as they stand in its cells, empty where a cell is. Every row
 * has a cell per column.
 */
export type DataTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export const DATA_COLUMN_TYPES = ["integer", "number", "boolean", "text"] as const;

/**
 * What the values of a column look like. A guess to be shown: a run reads cells by the type of the
 * attribute they go to.
 */
export type DataColumnType = (typeof DATA_COLUMN_TYPES)[number];

export type DataColumn = {
  readonly name: string;
  readonly type: DataColumnType;
  /** Cells without a value. */
  readonly missing: number;
  /** Numbers are written with a comma, as `3,5`. */
  readonly decimalComma?: boolean | undefined;
  /** Smallest and largest number. */
  readonly range?: readonly [number, number] | undefined;
  /** The different texts, when they are few, in the order in which they first appear. */
  readonly values?: readonly string[] | undefined;
};

/** What one file may hold. */
export const DATA_LIMITS = {
  bytes: 200_000_000,
  rows: 5_000_000,
  columns: 200,
  headerCharacters: 200,
  recordCharacters: 1_000_000,
} as const;

/**
 * A file that cannot be read as a table; the message is a sentence for the person who sent it, and
 * names the line.
 */
export class DataError extends Error {
  override readonly name = "DataError";
}
