import { isMissing, isBeyondExact, NUMBER_PATTERN, readNumber, toNumberText } from "./read-cell";

export const THOUSANDS_SEPARATORS = [",", ".", " ", "'"] as const;
type ThousandsSeparator = (typeof THOUSANDS_SEPARATORS)[number];

/** How the numbers of a column are written. */
export type NumberStyle = {
  readonly decimal: "." | ",";
  readonly thousands?: ThousandsSeparator;
};

type KnownStyle = NumberStyle & { readonly pattern: RegExp };

/** Number cells that every style writes alike. */
const DIGITS_PATTERN = /^[+-]?\d+$/;
/** Codes such as 00427 are texts: as numbers they would lose their zeros. */
const LEADING_ZERO_PATTERN = /^[+-]?0\d/;

const SEPARATOR_CLASS: Readonly<Record<ThousandsSeparator, string>> = {
  ",": ",",
  ".": "\\.",
  " ": "[ \\u00A0\\u2009\\u202F]",
  "'": "['’]",
};

const grouped = (thousands: ThousandsSeparator, decimal: "." | ","): KnownStyle => ({
  decimal,
  thousands,
  pattern: new RegExp(
    `^[+-]?(?:[1-9]\\d{0,2}(?:${SEPARATOR_CLASS[thousands]}\\d{3})+|\\d+)` +
      `(?:${decimal === "." ? "\\." : ","}\\d*)?$`,
  ),
});

/** All styles; of two that fit alike, the first is taken. */
export const NUMBER_STYLES: readonly KnownStyle[] = [
  { decimal: ".", pattern: NUMBER_PATTERN },
  { decimal: ",", pattern: /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/ },
  grouped(",", "."),
  grouped(".", ","),
  grouped(" ", "."),
  grouped(" ", ","),
  grouped("'", "."),
  grouped("'", ","),
];

/** Writes a number of a style as the engine reads it; any other cell is returned unchanged. */
export function toPlainNumber(cell: string, { decimal, thousands }: NumberStyle): string {
  if (isMissing(cell) || !/\d/.test(cell)) return cell;
  const whole =
    thousands === undefined
      ? cell
      : toNumberText(cell).replaceAll(new RegExp(SEPARATOR_CLASS[thousands], "g"), "");
  return decimal === "," ? whole.replace(",", ".") : whole;
}

/** Whether every style reads a cell as the same number. */
export function isCommonNumber(text: string): boolean {
  return (
    DIGITS_PATTERN.test(text) &&
    !LEADING_ZERO_PATTERN.test(text) &&
    !isBeyondExact(text, Number(text))
  );
}

/** The number that a style reads in a cell; undefined when the cell is not of the style. */
export function readStyled(text: string, style: KnownStyle): number | undefined {
  if (LEADING_ZERO_PATTERN.test(text) || !style.pattern.test(text)) return undefined;
  const number = readNumber(toPlainNumber(text, style));
  return number === undefined || isBeyondExact(text, number) ? undefined : number;
}
