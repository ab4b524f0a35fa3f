import type { Delimiter } from "./csv-reader";
import type { DataColumn } from "./contract";

/** Words for a value that is not there, as R, pandas, Stata and people write them, in columns of numbers and of truth values. */
const MISSING = new Set(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "."]);

/** Whether a cell that should hold a number or a truth value says that there is none. */
export const isMissing = (cell: string): boolean => MISSING.has(cell.trim());

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;
/** Codes such as 00427 are no numbers: their zeros would be lost. */
const CODE = /^[+-]?0\d/;
const TRUTH = /^(?:true|false|yes|no)$/i;

/** The number that a cell holds, or undefined. */
export function readNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Words that stand for true and false. */
const TRUTHS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false,
};

/** The truth value that a cell holds, or undefined. */
export const readTruth = (cell: string): boolean | undefined => {
  const word = cell.trim().toLowerCase();
  return Object.hasOwn(TRUTHS, word) ? TRUTHS[word] : undefined;
};

/** A number written with a decimal comma, with a point. */
export const withPoint = (cell: string): string => cell.replace(",", ".");

/** More different texts than this are not listed. */
const MOST_VALUES = 20;

/** Looks at the cells of one column, one after another, and says what they have in common. */
export class ColumnGuess {
  private readonly comma: boolean;
  private plain = true;
  private whole = true;
  private decimalComma = true;
  private truth = true;
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
    // Where commas part the cells, a comma within a number can only part its thousands.
    this.comma = delimiter !== ",";
  }

  observe(cell: string): void {
    this.seen += 1;
    if (cell === "") this.empty += 1;
    if (this.values !== undefined && cell !== "") {
      this.values.add(cell);
      if (this.values.size > MOST_VALUES) this.values = undefined;
    }
    if (!this.plain && !this.decimalComma && !this.truth) return;
    const text = cell.trim();
    if (MISSING.has(text)) {
      this.missing += 1;
      return;
    }
    if (this.truth && !TRUTH.test(text)) this.truth = false;
    const code = CODE.test(text);
    if (this.plain && (code || !NUMBER.test(text))) this.plain = false;
    if (this.decimalComma && (!this.comma || code || !COMMA_NUMBER.test(text)))
      this.decimalComma = false;
    if (this.plain || this.decimalComma)
      this.measure(this.plain ? Number(text) : Number(withPoint(text)));
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
    if (known && this.truth) return { name, type: "boolean", missing };
    return {
      name,
      type: "text",
      missing: empty,
      ...(this.values !== undefined && this.values.size > 0 && { values: [...this.values] }),
    };
  }
}
