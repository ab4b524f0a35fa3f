import type { Delimiter } from "./csv-reader";
import type { CellOfRow, DataColumn } from "./data-table";
import { isCommonNumber, NUMBER_STYLES, type NumberStyle, readStyled } from "./number-style";
import { isMissing, toNumberText } from "./read-cell";

const BOOLEAN_PATTERN = /^(?:true|false|yes|no)$/i;

/** Distinct texts of a column are listed up to this number. */
const MAX_LISTED_VALUES = 20;
/** Cells named that are no numbers in a column of numbers. */
const MAX_NAMED_CELLS = 3;
const MAX_CELL_CHARACTERS = 60;
/** After this number of cells, styles that do not fit are given up. */
const SAMPLE_CELLS = 1_000;

/** The decimal marks of the columns of a file that can be read in one way only. */
export type DecimalMarks = ReadonlySet<"." | ",">;

/** Smallest and largest number, and whether all are whole. */
class NumberRange {
  low = Infinity;
  high = -Infinity;
  whole = true;

  add(number: number): void {
    if (!Number.isInteger(number)) this.whole = false;
    if (number < this.low) this.low = number;
    if (number > this.high) this.high = number;
  }
}

const isSameRange = (one: NumberRange, other: NumberRange): boolean =>
  one.low === other.low && one.high === other.high;

/** What one style of numbers makes of a column. */
class StyleCount {
  matched = 0;
  others = 0;
  readonly named: CellOfRow[] = [];
  readonly range = new NumberRange();

  constructor(readonly style: (typeof NUMBER_STYLES)[number]) {}

  observe(text: string, row: number): void {
    const number = readStyled(text, this.style);
    if (number === undefined) {
      this.others += 1;
      if (this.named.length < MAX_NAMED_CELLS) this.named.push(cellOfRow(text, row));
      return;
    }
    this.matched += 1;
    this.range.add(number);
  }
}

const cellOfRow = (text: string, row: number): CellOfRow => ({
  row,
  cell: text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…` : text,
});

/** Infers the type of a column from its cells, one at a time. */
export class ColumnTypeGuesser {
  private styles = NUMBER_STYLES.map((style) => new StyleCount(style));
  /** Numbers that all styles write alike. */
  private common = 0;
  private readonly commonRange = new NumberRange();
  /** The first numbers that styles read differently. */
  private readonly marked: CellOfRow[] = [];
  private boolean = true;
  private missing = 0;
  private empty = 0;
  private seen = 0;
  private values: Set<string> | undefined = new Set();

  constructor(
    readonly name: string,
    private readonly delimiter: Delimiter,
  ) {}

  observe(cell: string): void {
    this.seen += 1;
    if (cell === "") this.empty += 1;
    if (this.values !== undefined && cell !== "") {
      this.values.add(cell);
      if (this.values.size > MAX_LISTED_VALUES) this.values = undefined;
    }
    if (this.styles.length === 0 && !this.boolean) return;
    if (isMissing(cell)) {
      this.missing += 1;
      return;
    }
    const text = toNumberText(cell);
    if (this.boolean && !BOOLEAN_PATTERN.test(text)) this.boolean = false;
    this.observeNumber(text);
    if (this.seen === SAMPLE_CELLS) this.giveUpStyles();
  }

  private observeNumber(text: string): void {
    if (isCommonNumber(text)) {
      this.common += 1;
      this.commonRange.add(Number(text));
      return;
    }
    for (const style of this.styles) style.observe(text, this.seen);
    if (this.marked.length < MAX_NAMED_CELLS) this.marked.push(cellOfRow(text, this.seen));
  }

  /** Keeps the styles that fit, or else the best if most cells are numbers in it. */
  private giveUpStyles(): void {
    const fitting = this.fitting();
    const best = this.best();
    this.styles = fitting.length > 0 ? fitting : best === undefined ? [] : [best];
  }

  private fitting(): StyleCount[] {
    return this.styles.filter(({ others }) => others === 0);
  }

  /** The style in which most cells are numbers; undefined when fewer than half are. */
  private best(): StyleCount | undefined {
    const [first, ...rest] = this.styles;
    if (first === undefined) return undefined;
    const best = rest.reduce((most, style) => (style.matched > most.matched ? style : most), first);
    return this.common + best.matched >= best.others ? best : undefined;
  }

  /** The decimal mark, when the cells of this column leave no doubt about it. */
  decimalMark(): "." | "," | undefined {
    if (this.marked.length === 0) return undefined;
    const marks = new Set(this.fitting().map(({ style }) => style.decimal));
    const [mark] = marks;
    return marks.size === 1 ? mark : undefined;
  }

  /**
   * Of the styles that fit, the one that the file speaks for: `1,000` is a thousand in a file with
   * decimal points or with commas between cells, and one in a file with decimal commas. Undefined
   * when nothing tells.
   */
  private chooseStyle(marks: DecimalMarks): StyleCount | undefined {
    const fitting = this.fitting();
    const [first] = fitting;
    if (first === undefined || fitting.every(({ range }) => isSameRange(range, first.range)))
      return first;
    const preferred: "." | "," | undefined = marks.size === 1 ? [...marks][0] : undefined;
    const isPlain = first.style.decimal === "." && first.style.thousands === undefined;
    const mark = preferred ?? (isPlain || this.delimiter === "," ? "." : undefined);
    return fitting.find(({ style }) => style.decimal === mark);
  }

  /** The column, with types inferred also from the decimal marks of the whole file. */
  result(marks: DecimalMarks): DataColumn {
    const { name, missing, empty } = this;
    const known = this.seen > missing;
    const chosen = known ? this.chooseStyle(marks) : undefined;
    if (chosen !== undefined) {
      const ranges = [this.commonRange, chosen.range];
      return {
        name,
        type: ranges.every(({ whole }) => whole) ? "integer" : "number",
        missing,
        range: [
          Math.min(...ranges.map(({ low }) => low)),
          Math.max(...ranges.map(({ high }) => high)),
        ],
        ...(this.marked.length > 0 && toColumnStyle(chosen.style)),
      };
    }
    if (known && this.boolean) return { name, type: "boolean", missing };
    return {
      name,
      type: "text",
      missing: empty,
      ...(this.values !== undefined && this.values.size > 0 && { values: [...this.values] }),
      ...(known && this.nonNumbers()),
    };
  }

  /** The cells that make a column of numbers a column of texts. */
  private nonNumbers(): Pick<DataColumn, "nonNumbers"> {
    const undecided = this.fitting()[0];
    if (undecided !== undefined)
      return { nonNumbers: { count: undecided.matched, first: this.marked } };
    const best = this.best();
    if (best === undefined) return {};
    return { nonNumbers: { count: best.others, first: best.named } };
  }
}

const toColumnStyle = ({
  decimal,
  thousands,
}: NumberStyle): Pick<DataColumn, "decimalComma" | "thousands"> => ({
  ...(decimal === "," && { decimalComma: true }),
  ...(thousands !== undefined && { thousands }),
});
