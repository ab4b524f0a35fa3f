import type { DatasetColumn } from "@/lib/contracts/datasets";
import { formatCount } from "@/components/ui/format";

/** Derives the name of a table from its file name: without folder and extension. */
export const nameFromFile = (fileName: string): string =>
  fileName
    .replace(/^.*[/\\]/, "")
    .replace(/\.(csv|tsv|txt)$/i, "")
    .trim()
    .slice(0, 100);

const TYPES: Readonly<Record<DatasetColumn["type"], string>> = {
  integer: "whole numbers",
  number: "numbers",
  boolean: "true or false",
  text: "text",
};

/** Formats the type of a column. */
export function formatColumnType({ type, decimalComma, thousands }: DatasetColumn): string {
  const notes = [
    ...(decimalComma === true ? ["a decimal comma"] : []),
    ...(thousands !== undefined ? [`thousands separated by ${SEPARATORS[thousands]}`] : []),
  ];
  return notes.length === 0 ? TYPES[type] : `${TYPES[type]}, with ${notes.join(" and ")}`;
}

const SEPARATORS: Readonly<Record<NonNullable<DatasetColumn["thousands"]>, string>> = {
  ",": "commas",
  ".": "points",
  " ": "spaces",
  "'": "apostrophes",
};

/**
 * Names the cells that make a column of numbers a column of texts, and undefined for any other
 * column.
 */
export function formatNonNumbers({ nonNumbers }: DatasetColumn): string | undefined {
  if (nonNumbers === undefined) return undefined;
  const named = nonNumbers.first.map(({ row, cell }) => `“${cell}” in row ${row}`).join(", ");
  const more = nonNumbers.count - nonNumbers.first.length;
  return `Text because of ${named}${more > 0 ? ` and ${formatCount(more, "more cell")}` : ""}`;
}

const MAX_VALUES = 6;

/** Formats the range of numbers, or the distinct texts when they are few. */
export function formatColumnValues({ range, values }: DatasetColumn): string {
  if (range)
    return range[0] === range[1]
      ? `always ${formatPlain(range[0])}`
      : `${formatPlain(range[0])} to ${formatPlain(range[1])}`;
  if (!values) return "many distinct values";
  const shown = values.slice(0, MAX_VALUES).join(", ");
  return values.length > MAX_VALUES ? `${shown} and ${values.length - MAX_VALUES} more` : shown;
}

/** Formats without thousands separators, for years and ids. */
const formatPlain = (value: number): string =>
  String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));

export const formatMissing = ({ missing }: DatasetColumn, rows: number): string =>
  missing === 0 ? "none" : missing === rows ? "all" : formatCount(missing, "row");
