import { effectiveBounds, type ResolvedInput } from "./resolved-answer";

/** A number as it is shown to a model: whole numbers in full, others with six digits. */
export const formatNumber = (x: number): string =>
  String(Number.isInteger(x) ? x : Number(x.toPrecision(6)));

/** A text on one line, cut after so many characters. */
export function oneLine(text: string, limit = 300): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

export const quoteJson = (text: string): string => JSON.stringify(text);

/**
 * What a value must be, to follow "must be" and "is": "a number from -3.1 to -1.1". Options are not
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
    case "number":
      return `${input.type === "integer" ? "a whole number" : "a number"}${formatRange(effectiveBounds(input))}`;
    case "category":
      return "one of the options";
    case "ref":
      return "the id of one of the options";
    case "text":
      return (
        `a text of ${input.minLength > 0 ? `${input.minLength} to ${input.maxLength}` : `at most ${input.maxLength}`} ` +
        `characters`
      );
    case "list":
      return `a list of ${formatItemCount(input.minItems, input.maxItems)}, each ${formatExpectation(input.of)}`;
    case "records":
      return `a list of ${formatItemCount(input.minItems, input.maxItems)}, each an object with ${Object.keys(input.fields).map(quoteJson).join(", ")}`;
  }
}

/** " from 1 to 5", " of at least 1", " of at most 5", or nothing. */
function formatRange({ min, max }: { min?: number; max?: number }): string {
  if (min !== undefined && max !== undefined)
    return ` from ${formatNumber(min)} to ${formatNumber(max)}`;
  if (min !== undefined) return ` of at least ${formatNumber(min)}`;
  return max === undefined ? "" : ` of at most ${formatNumber(max)}`;
}

/** "1 to 3 items", "exactly 2 items", "at most 3 items". */
export function formatItemCount(min: number, max: number): string {
  if (min === max) return `exactly ${countItems(max)}`;
  return min > 0 ? `${min} to ${countItems(max)}` : `at most ${countItems(max)}`;
}

const countItems = (n: number): string => `${n} ${n === 1 ? "item" : "items"}`;
