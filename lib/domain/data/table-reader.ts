import { type DataColumn, DATA_LIMITS, DataError, type DataTable } from "./data-table";
import { type CsvRecord, CsvReader } from "./csv-reader";
import { findForeignFormat } from "./foreign-format";
import { ColumnTypeGuesser } from "./guess-column";
import { isMissingText, readNumber } from "./read-cell";

type Row = readonly string[];

/**
 * Reads a table from the chunks of a CSV file: the first row names the columns, all others have a
 * cell for each. Unnamed columns are named by position; names must be unique. Rows without a value
 * are left out and counted.
 */
export class TableReader {
  private readonly csv = new CsvReader();
  private guesses: readonly ColumnTypeGuesser[] | undefined;
  private count = 0;
  private empty = 0;
  private started = false;
  private headerLine = 1;
  private isTitle = false;

  /** Returns the rows that a chunk of the text completes. @throws DataError with the line */
  push(text: string): Row[] {
    if (text.includes("\0"))
      throw new DataError(
        "This is not a text file, or not one in UTF-8. Save it as “CSV UTF-8” and try again.",
      );
    if (!this.started && text.trim() !== "") {
      this.started = true;
      const format = findForeignFormat(text);
      if (format !== undefined) throw new DataError(format);
    }
    return this.take(this.csv.push(text));
  }

  /**
   * The last rows, after the last piece. @throws DataError with the line, and for a file without a
   * row
   */
  end(): Row[] {
    const rows = this.take(this.csv.end());
    if (this.guesses === undefined)
      throw new DataError("The file is empty. Its first line must hold the names of the columns.");
    if (this.count === 0)
      throw new DataError("The file has names of columns in its first line, but no rows.");
    return rows;
  }

  /** The number of rows so far. */
  get rows(): number {
    return this.count;
  }

  /** The number of rows without a value, which were left out. */
  get emptyRows(): number {
    return this.empty;
  }

  /** Returns the columns with types inferred from all rows so far. */
  columns(): DataColumn[] {
    const guesses = this.guesses ?? [];
    const marks = new Set(guesses.flatMap((guess) => guess.decimalMark() ?? []));
    return guesses.map((guess) => guess.result(marks));
  }

  private take(records: readonly CsvRecord[]): Row[] {
    const rows: Row[] = [];
    for (const record of records) {
      if (record.cells.every(isMissingText)) {
        if (this.guesses !== undefined) this.empty += 1;
      } else if (this.guesses === undefined) {
        this.headerLine = record.line;
        this.isTitle = looksLikeTitle(record);
        this.guesses = header(record).map(
          (name) => new ColumnTypeGuesser(name, this.csv.delimiter ?? ","),
        );
      } else rows.push(this.row(record, this.guesses));
    }
    return rows;
  }

  private row({ cells, line }: CsvRecord, guesses: readonly ColumnTypeGuesser[]): Row {
    if (this.count === 0 && this.isTitle && cells.filter((cell) => !isBlank(cell)).length > 1)
      throw new DataError(
        `Line ${this.headerLine} holds only “${guesses[0]?.name ?? ""}”, and line ${line} has ` +
          `${cellCount(cells.length)}. Remove titles and notes above the line with the names ` +
          `of the columns.`,
      );
    if (cells.length !== guesses.length) {
      throw new DataError(
        `Line ${line} has ${cellCount(cells.length)}, and the first line names ${guesses.length} ` +
          `columns. Enclose cells that contain the delimiter in quotes` +
          `${this.count === 0 ? ", and remove titles above the names of the columns." : "."}`,
      );
    }
    this.count += 1;
    if (this.count > DATA_LIMITS.rows) {
      throw new DataError(
        `The file has more than ${DATA_LIMITS.rows.toLocaleString("en")} rows, which is the ` +
          `most a table can have here. Take a part of it, such as the rows of some users or of a ` +
          `sample.`,
      );
    }
    const values = cells.some(hasNoValue)
      ? cells.map((cell) => (hasNoValue(cell) ? "" : cell))
      : cells;
    for (let column = 0; column < values.length; column += 1)
      guesses[column]?.observe(values[column] ?? "");
    return values;
  }
}

const isBlank = (cell: string): boolean => cell === "" || cell.trim() === "";

/** Blanks of SPSS and error values of Excel and pandas, which are stored as empty cells. */
const hasNoValue = (cell: string): boolean => cell !== "" && isMissingText(cell);

/** Whether only the first cell of a wide line holds something, as titles do that Excel pads. */
const looksLikeTitle = ({ cells }: CsvRecord): boolean =>
  !isBlank(cells[0] ?? "") &&
  cells.slice(1).every(isBlank) &&
  (cells.length === 1 || cells.length > 2);

const cellCount = (count: number): string => (count === 1 ? "1 cell" : `${count} cells`);

function header({ cells }: CsvRecord): string[] {
  if (cells.length > DATA_LIMITS.columns)
    throw new DataError(
      `The file has ${cells.length} columns; at most ${DATA_LIMITS.columns} are allowed. Leave ` +
        `those out that no scenario uses.`,
    );
  if (cells.some((cell) => /[\r\n]/.test(cell)))
    throw new DataError(
      "The first line must hold the names of the columns, and one of them breaks over lines. " +
        "Save the file again as “CSV UTF-8”.",
    );
  if (cells.every((cell) => readNumber(cell) !== undefined))
    throw new DataError(
      "The first line must hold the names of the columns; this one holds only numbers. Add a " +
        "line of names.",
    );
  const names = cells.map((cell, index) => cell.trim() || `column ${index + 1}`);
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (first < index)
      throw new DataError(
        `Columns ${first + 1} and ${index + 1} are both called “${name}”. Give each its own name.`,
      );
    if (name.length > DATA_LIMITS.headerCharacters)
      throw new DataError(
        `The name of column ${index + 1} has more than ${DATA_LIMITS.headerCharacters} ` +
          `characters. The first line must hold the names of the columns.`,
      );
  });
  return names;
}

/** Reads a whole file that is already in memory. @throws DataError */
export function readTable(text: string): DataTable {
  const reader = new TableReader();
  const rows = [...reader.push(text), ...reader.end()];
  return { columns: reader.columns().map(({ name }) => name), rows };
}
