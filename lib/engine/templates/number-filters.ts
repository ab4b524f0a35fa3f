import { roundDecimalExactly } from "@/lib/domain/text/round-decimal";
import type { SimpleFilter } from "./simple-filter";

const number = (
  args: SimpleFilter["args"],
  required: number,
  apply: (value: number, ...args: (number | undefined)[]) => number,
): SimpleFilter => ({
  takes: "number",
  args,
  required,
  gives: "number",
  apply: (value, given) =>
    apply(Number(value), ...given.map((arg) => (typeof arg === "number" ? arg : undefined))),
});

const formatResult = (
  apply: (value: number, digits: number | undefined) => string,
): SimpleFilter => ({
  takes: "number",
  args: ["number"],
  gives: "text",
  apply: (value, [digits]) =>
    apply(
      Number(value),
      typeof digits === "number" ? Math.min(20, Math.max(0, Math.trunc(digits))) : undefined,
    ),
});

export const NUMBER_FILTERS: Readonly<Record<string, SimpleFilter>> = {
  abs: number([], 0, Math.abs),
  ceil: number([], 0, Math.ceil),
  floor: number([], 0, Math.floor),
  round: number(["number"], 0, (value, digits = 0) => roundDecimal(value, Math.trunc(digits))),
  plus: number(["number"], 1, (value, other = 0) => value + other),
  minus: number(["number"], 1, (value, other = 0) => value - other),
  times: number(["number"], 1, (value, other = 1) => value * other),
  divided_by: number(["number"], 1, (value, other = 1) => value / other),
  modulo: number(["number"], 1, (value, other = 1) => ((value % other) + other) % other),
  at_least: number(["number"], 1, (value, other = value) => Math.max(value, other)),
  at_most: number(["number"], 1, (value, other = value) => Math.min(value, other)),
  /**
   * Formats with a readable number of digits, or with the given decimals: 1,234 and 12.3 and
   * 0.0123.
   */
  number: formatResult(formatTemplateNumber),
  /** Formats a share as a percentage: 0.345 is 34.5%. */
  percent: formatResult(
    (value, digits) =>
      `${formatTemplateNumber(value * 100, digits ?? (Math.abs(value) < 0.1 ? 1 : 0))}%`,
  ),
};

const UNITS: readonly number[] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** Rounds halves away from zero in decimal notation: 1.005 to two digits is 1.01, as in Liquid. */
function roundDecimal(value: number, digits: number): number {
  const unit = UNITS[digits];
  const rounded = unit === undefined ? undefined : roundDecimalExactly(Math.abs(value), unit);
  if (rounded !== undefined) return Math.sign(value) * rounded;
  const scaled = shiftDecimal(Math.abs(value), digits);
  if (!(scaled <= Number.MAX_SAFE_INTEGER)) return value;
  return Math.sign(value) * shiftDecimal(Math.round(scaled), -digits);
}

/** Shifts the decimal point without the error of a multiplication. */
function shiftDecimal(value: number, digits: number): number {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

/**
 * Formats with three significant digits below 1,000 and as an integer above, with thousands
 * separators; with `decimals`, exactly that many.
 */
export function formatTemplateNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (decimals === undefined && size !== 0 && size < 0.001)
    return String(Number(value.toPrecision(3)));
  const places = decimals ?? (size >= 100 || size === 0 ? 0 : 2 - Math.floor(Math.log10(size)));
  const fixed = size.toFixed(places);
  const trimmed =
    decimals === undefined && fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
  const [whole = "0", fraction] = trimmed.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(trimmed) !== 0 ? "-" : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}
