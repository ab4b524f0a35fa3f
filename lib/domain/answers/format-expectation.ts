import { roundDecimalExactly } from "../text/round-decimal";
import { startOf } from "../text/storable-text";
import { effectiveBounds, type ResolvedInput, type ResolvedRecords } from "./resolved-answer";

const SIGNIFICANT_DIGITS = 6;

/** Formats a number for a prompt: integers in full, others with six significant digits. */
export const formatPromptNumber = (x: number): string =>
  String(Number.isInteger(x) ? x : roundSignificant(x));

function roundSignificant(x: number): number {
  const size = Math.abs(x);
  if (size >= 0.1 && size < 100_000) {
    // One decimal fewer for each digit before the point.
    let unit = 1_000_000;
    for (let limit = 1; size >= limit; limit *= 10) unit /= 10;
    const rounded = roundDecimalExactly(size, unit);
    if (rounded !== undefined) return x < 0 ? -rounded : rounded;
  }
  return Number(x.toPrecision(SIGNIFICANT_DIGITS));
}

/** Collapses whitespace and truncates to `limit` characters. */
export function oneLine(text: string, limit = 300): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > limit ? `${startOf(line, limit - 1)}…` : line;
}

export const quoteJson = (text: string): string => JSON.stringify(text);

/**
 * Describes valid values, to follow "must be": "a number from -3.1 to -1.1". Options are not
 * listed.
 */
export function formatExpectation(input: ResolvedInput): string {
  return input.optional === true
    ? `${formatValueExpectation(input)}, or null`
    : formatValueExpectation(input);
}

function formatValueExpectation(input: ResolvedInput): string {
  switch (input.type) {
    case "boolean":
      return "true or false";
    case "integer":
      return `a whole number${formatRange(effectiveBounds(input))}`;
    case "number":
      return `a number${formatRange(effectiveBounds(input))}`;
    case "category":
      return "one of the options";
    case "ref":
      return "the id of one of the options";
    case "text": {
      const { minLength, maxLength } = input;
      const length = minLength > 0 ? `${minLength} to ${maxLength}` : `at most ${maxLength}`;
      return `a text of ${length} characters`;
    }
    case "list": {
      const count = formatItemCount(input.minItems, input.maxItems);
      return `a list of ${count}, each ${formatExpectation(input.of)}`;
    }
    case "records": {
      const count = formatItemCount(input.minItems, input.maxItems);
      return `a list of ${count}, each an object with ${formatFieldNames(input)}`;
    }
  }
}

/** Lists the fields of a record, quoted. */
export const formatFieldNames = ({ fields }: ResolvedRecords): string =>
  Object.keys(fields).map(quoteJson).join(", ");

/** Returns " from 1 to 5", " of at least 1", " of at most 5", or "". */
function formatRange({ min, max }: { min?: number; max?: number }): string {
  if (min !== undefined && max !== undefined)
    return ` from ${formatPromptNumber(min)} to ${formatPromptNumber(max)}`;
  if (min !== undefined) return ` of at least ${formatPromptNumber(min)}`;
  return max === undefined ? "" : ` of at most ${formatPromptNumber(max)}`;
}

/** "1 to 3 items", "exactly 2 items", "at most 3 items". */
export function formatItemCount(min: number, max: number): string {
  if (min === max) return `exactly ${countItems(max)}`;
  return min > 0 ? `${min} to ${countItems(max)}` : `at most ${countItems(max)}`;
}

const countItems = (n: number): string => `${n} ${n === 1 ? "item" : "items"}`;
