import { boundsOf, type ResolvedInput } from "./resolved";

/** A number as it is shown to a model: whole numbers in full, others with six digits. */
export const shown = (x: number): string =>
  String(Number.isInteger(x) ? x : Number(x.toPrecision(6)));

/** A text on one line, cut after so many characters. */
export function oneLine(text: string, limit = 300): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

export const quoted = (text: string): string => JSON.stringify(text);

/** What a value must be, to follow "must be" and "is": "a number from -3.1 to -1.1". Options are not listed. */
export function expectation(input: ResolvedInput): string {
  return input.optional === true ? `${valueExpectation(input)}, or null` : valueExpectation(input);
}

function valueExpectation(input: ResolvedInput): string {
  switch (input.type) {
    case "boolean":
      return "true or false";
    case "integer":
    case "number":
      return `${input.type === "integer" ? "a whole number" : "a number"}${range(boundsOf(input))}`;
    case "category":
      return "one of the options";
    case "ref":
      return "the id of one of the options";
    case "text":
      return `a text of ${input.minLength > 0 ? `${input.minLength} to ${input.maxLength}` : `at most ${input.maxLength}`} characters`;
    case "list":
      return `a list of ${amount(input.minItems, input.maxItems)}, each ${expectation(input.of)}`;
    case "records":
      return `a list of ${amount(input.minItems, input.maxItems)}, each an object with ${Object.keys(input.fields).map(quoted).join(", ")}`;
  }
}

/** " from 1 to 5", " of at least 1", " of at most 5", or nothing. */
function range({ min, max }: { min?: number; max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${shown(min)} to ${shown(max)}`;
  if (min !== undefined) return ` of at least ${shown(min)}`;
  return max === undefined ? "" : ` of at most ${shown(max)}`;
}

/** "1 to 3 items", "exactly 2 items", "at most 3 items". */
export function amount(min: number, max: number): string {
  if (min === max) return `exactly ${counted(max)}`;
  return min > 0 ? `${min} to ${counted(max)}` : `at most ${counted(max)}`;
}

const counted = (n: number): string => `${n} ${n === 1 ? "item" : "items"}`;
