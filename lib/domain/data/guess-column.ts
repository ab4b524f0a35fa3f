import type { Delimiter } from "./csv-reader";
import type { DataColumn } from "./data-table";

/**
 * Markers of missing values as R, pandas, Stata and people write them, in numeric and Boolean
 * columns.
 */
const MISSING_MARKERS = new Set(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "."]);

/** Whether a cell of a numeric or Boolean column is missing. */
export const isMissing = (cell: string): boolean => MISSING_MARKERS.has(cell.trim());

const NUMBER_PATTERN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER_PATTERN = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;
/** Codes such as 00427 are texts: as numbers they would lose their zeros. */
const LEADING_ZERO_PATTERN = /^[+-]?0\d/;
const BOOLEAN_PATTERN = /^(?:true|false|yes|no)$/i;

/** Parses a number, or returns undefined. */
export function readNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (!NUMBER_PATTERN.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Words that stand for true and false. */
const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false,
};

/** Parses a Boolean, or returns undefined. */
export const readBoolean = (cell: string): boolean | undefined => {
  const word = cell.trim().toLowerCase();
  return Object.hasOwn(BOOLEAN_WORDS, word) ? BOOLEAN_WORDS[word] : undefined;
};

/** Replaces a decimal comma with a point. */
export const withDecimalPoint = (cell: string): string => cell.replace(",", ".");

/** Distinct texts of a column are listed up to this number. */
const MAX_LISTED_VALUES = 20;

/** Infers the type of a column from its cells, one at a time. */
export class ColumnTypeGuesser {
  private readonly comma: boolean;
  private plain = true;
  private whole = true;
  private decimalComma = true;
  private boolean = true;
  private missing = 0;
  private empty = 0;
  private seen = 0;
  private low = Infinity;
  private high = -Infinity;
  private values: Set<string> | undefined = new Set();

  constructor(
    private readonly name: string,
    delimiter: Delimiter,
  ) {
    // With commas as delimiter, a comma within a number can only be a thousands separator.
    this.comma = delimiter !== ",";
  }

  observe(cell: string): void {
    this.seen += 1;
    if (cell === "") this.empty += 1;
    if (this.values !== undefined && cell !== "") {
      this.values.add(cell);
      if (this.values.size > MAX_LISTED_VALUES) this.values = undefined;
    }
    if (!this.plain && !this.decimalComma && !this.boolean) return;
    const text = cell.trim();
    if (MISSING_MARKERS.has(text)) {
      this.missing += 1;
      return;
    }
    if (this.boolean && !BOOLEAN_PATTERN.test(text)) this.boolean = false;
    const code = LEADING_ZERO_PATTERN.test(text);
    if (this.plain && (code || !NUMBER_PATTERN.test(text))) this.plain = false;
    if (this.decimalComma && (!this.comma || code || !COMMA_NUMBER_PATTERN.test(text)))
      this.decimalComma = false;
    if (this.plain || this.decimalComma)
      this.measure(this.plain ? Number(text) : Number(withDecimalPoint(text)));
  }

  private measure(number: number): void {
    if (!Number.isSafeInteger(number)) this.whole = false;
    if (number < this.low) this.low = number;
    if (number > this.high) this.high = number;
  }

  result(): DataColumn {
    const { name, missing, empty } = this;
    const known = this.seen > missing;
    const numeric =
      known &&
      (this.plain || this.decimalComma) &&
      Number.isFinite(this.low) &&
      Number.isFinite(this.high);
    if (numeric) {
      const type = this.whole ? "integer" : "number";
      return {
        name,
        type,
        missing,
        range: [this.low, this.high],
        ...(!this.plain && { decimalComma: true }),
      };
    }
    if (known && this.boolean) return { name, type: "boolean", missing };
    return {
      name,
      type: "text",
      missing: empty,
      ...(this.values !== undefined && this.values.size > 0 && { values: [...this.values] }),
    };
  }
}
