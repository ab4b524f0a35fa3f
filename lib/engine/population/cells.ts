import {
  explainNumber,
  isBeyondExact,
  isMissing,
  readNumber,
  readBoolean,
} from "@/lib/domain/data";
import type { Attribute, AttributeItem, Value } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import { LIMITS } from "../base/limits";
import type { FindRow } from "./find-row";

/**
 * Reads the value of a cell; undefined when it is empty. @throws RangeError with a sentence when
 * the cell is invalid
 */
export type ReadCell = (cell: string, find: FindRow) => Value | undefined;

/** The separator of list elements in one cell, as in MovieLens' genres. */
const SEPARATOR = "|";

const MAX_SHOWN = 60;
const quoteCell = (cell: string): string =>
  `“${cell.length > MAX_SHOWN ? `${cell.slice(0, MAX_SHOWN - 1)}…` : cell}”`;

/**
 * Returns the reader of cells for an attribute. Cells are taken unchanged or rejected: nothing is
 * rounded or clamped.
 */
export function cellReader(of: Attribute | AttributeItem): ReadCell {
  switch (of.type) {
    case "number":
    case "integer":
      return numberReader(of);
    case "boolean":
      return (cell) => {
        if (isMissing(cell)) return undefined;
        const truth = readBoolean(cell);
        if (truth === undefined)
          throw new RangeError(`${quoteCell(cell)} is not true, false, yes, no, 1 or 0.`);
        return truth;
      };
    case "category":
      return categoryReader(of.options);
    case "text":
      return (cell) => {
        if (cell.length > LIMITS.textCharacters)
          throw new RangeError(
            `a text may have at most ${LIMITS.textCharacters} characters, not ${cell.length}.`,
          );
        return cell === "" ? undefined : cell;
      };
    case "ref":
      return (cell, find) => {
        if (cell.trim() === "") return undefined;
        const row = find(cell);
        if (row === undefined && isMissing(cell)) return undefined;
        if (row === undefined) throw new RangeError(`${quoteCell(cell)} is no row of ${of.to}.`);
        return row.id;
      };
    case "list": {
      const read = cellReader(of.of);
      return (cell, find) => {
        if (cell.trim() === "") return undefined;
        if (cell.trim() === "[]") return [];
        return cell.split(SEPARATOR).map((element) => {
          const value = read(element.trim(), find);
          if (value === undefined)
            throw new RangeError(
              `${quoteCell(cell)} has an element without a value; elements are ` +
                `separated by ${SEPARATOR}.`,
            );
          return value;
        });
      };
    }
  }
}

function numberReader(of: { readonly type: "number" | "integer" }): ReadCell {
  const { min = -Infinity, max = Infinity } = of as {
    readonly min?: number | undefined;
    readonly max?: number | undefined;
  };
  return (cell) => {
    if (isMissing(cell)) return undefined;
    const number = readNumber(cell);
    if (number === undefined) throw new RangeError(`${quoteCell(cell)} ${explainNumber(cell)}`);
    if (of.type === "integer" && !Number.isInteger(number))
      throw new RangeError(`${quoteCell(cell)} is not a whole number.`);
    if (isBeyondExact(cell, number) || (of.type === "integer" && !Number.isSafeInteger(number)))
      throw new RangeError(
        `${quoteCell(cell)} has more digits than a number can hold: beyond ` +
          `${Number.MAX_SAFE_INTEGER} neighbouring numbers become equal. Give ids the type text.`,
      );
    if (number < min) throw new RangeError(`${quoteCell(cell)} is less than ${min}.`);
    if (number > max) throw new RangeError(`${quoteCell(cell)} is more than ${max}.`);
    return number;
  };
}

function categoryReader(options: readonly string[]): ReadCell {
  const known = new Set(options);
  return (cell) => {
    if (known.has(cell)) return cell;
    const bare = cell.trim();
    if (known.has(bare)) return bare;
    if (isMissing(cell)) return undefined;
    const meant = nearest(bare, options);
    throw new RangeError(
      `${quoteCell(cell)} is not one of ` +
        `${options.join(", ")}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
    );
  };
}
