/**
 * Missing values as R, pandas, Stata, SPSS, Excel, SQL and people write them, in numeric, Boolean
 * and category columns.
 */
const MISSING_MARKERS: ReadonlySet<string> = new Set([
  "",
  ...["NA", "N/A", "n/a", "NaN", "nan", "NAN", "-nan", "NaT"],
  ...["null", "NULL", "Null", "None", "<NA>", "<null>", "<NULL>", "."],
  ...["#N/A", "#NA", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"],
]);

/** Stata's extended missing values. */
const STATA_MISSING_PATTERN = /^\.[a-z]$/;

/** Whether a cell of a numeric, Boolean or category column is missing. */
export function isMissing(cell: string): boolean {
  const text = cell.trim();
  return MISSING_MARKERS.has(text) || STATA_MISSING_PATTERN.test(text);
}

/**
 * Whether a cell of any column is missing, texts too: empty, blank, or an error value of Excel or
 * pandas that nobody writes as a text. `NA` or `.` in a text may be meant.
 */
export function isMissingText(cell: string): boolean {
  const text = cell.trim();
  return text === "" || ((text.startsWith("#") || text.startsWith("<")) && isMissing(text));
}

export const NUMBER_PATTERN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Removes blanks, and writes the minus sign of typesetters as a hyphen. */
export const toNumberText = (cell: string): string => cell.trim().replace(/^[\u2212\u2013]/, "-");

/** Parses a number, or returns undefined. */
export function readNumber(cell: string): number | undefined {
  const text = toNumberText(cell);
  if (!NUMBER_PATTERN.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Whether a number that is written out is too large to be held exactly: ids of 17 digits or more
 * would silently become other ids. Numbers with an exponent are meant to be approximate.
 */
export const isBeyondExact = (cell: string, number: number): boolean =>
  Math.abs(number) > Number.MAX_SAFE_INTEGER && !/[eE]/.test(cell);

/** Words that stand for true and false. */
const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  false: false,
  no: false,
};

/** Parses a Boolean, or returns undefined. Programs write 1 also as 1.0 or 1,0. */
export const readBoolean = (cell: string): boolean | undefined => {
  const word = cell.trim().toLowerCase();
  if (Object.hasOwn(BOOLEAN_WORDS, word)) return BOOLEAN_WORDS[word];
  if (/^1(?:[.,]0*)?$/.test(word)) return true;
  return /^0(?:[.,]0*)?$/.test(word) ? false : undefined;
};

/** Returns why a cell is no number and how to write it, as the end of a sentence. */
export function explainNumber(cell: string): string {
  const text = toNumberText(cell);
  if (/^[+-]?[1-9]\d{0,2}(?:,\d{3})+$/.test(text))
    return (
      `may mean ${text.replaceAll(",", "")} or ${text.replace(",", ".")}. ` +
      "Write numbers with a decimal point and without thousands separators."
    );
  if (/^[+-]?\d[\d.,'’\s]*$/.test(text) && /[,'’\s]|\..*\./.test(text))
    return "is not a number. Write it with a decimal point and without thousands separators.";
  if (/^[^\d\s]?\s?[+-]?\d+(?:[.,]\d+)?\s?(?:%|\p{Sc}|[\p{L}°]+\.?)?$/u.test(text))
    return "is not a number. Write the number alone, and the unit in the name of the column.";
  return "is not a number.";
}
