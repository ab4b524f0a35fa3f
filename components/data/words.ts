import type { DatasetColumn } from "@/lib/contracts/datasets";
import { formatCount } from "@/components/ui/format";

/** The name that a table gets from its file: without folder and ending. */
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

/** What a column holds, in words. */
export const typeWords = ({ type, decimalComma }: DatasetColumn): string =>
  decimalComma === true ? `${TYPES[type]}, with a decimal comma` : TYPES[type];

const MOST_SHOWN = 6;

/** The values of a column: the range of numbers, or the different texts when they are few. */
export function valueWords({ range, values }: DatasetColumn): string {
  if (range)
    return range[0] === range[1]
      ? `always ${plain(range[0])}`
      : `${plain(range[0])} to ${plain(range[1])}`;
  if (!values) return "many different";
  const shown = values.slice(0, MOST_SHOWN).join(", ");
  return values.length > MOST_SHOWN ? `${shown} and ${values.length - MOST_SHOWN} more` : shown;
}

/** Years and ids are read as they are, without thousands. */
const plain = (value: number): string =>
  String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));

export const missingWords = ({ missing }: DatasetColumn, rows: number): string =>
  missing === 0 ? "none" : missing === rows ? "all" : formatCount(missing, "row");
