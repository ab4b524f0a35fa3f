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
export const formatColumnType = ({ type, decimalComma }: DatasetColumn): string =>
  decimalComma === true ? `${TYPES[type]}, with a decimal comma` : TYPES[type];

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
