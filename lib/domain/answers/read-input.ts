import type { Value } from "../scenario";
import type { InvalidReason, AnswerProblem } from "./invalid-reason";
import {
  effectiveBounds,
  type RefOption,
  type ResolvedInput,
  type ResolvedItem,
  type ResolvedList,
  type ResolvedRecords,
} from "./resolved-answer";
import {
  formatItemCount,
  formatExpectation,
  formatFieldNames,
  oneLine,
  quoteJson,
  formatPromptNumber,
} from "./format-expectation";

export type ReadResult =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: AnswerProblem };

const accept = (value: Value): ReadResult => ({ ok: true, value });
const refuse = (reason: InvalidReason, message: string): ReadResult => ({
  ok: false,
  problem: { reason, message },
});

/**
 * Validates one field of an answer; `path` names it in messages: `opinion`, `tags[2]`,
 * `turns[0].text`. An undefined `given` was omitted, which means null if `mayOmit`.
 */
export function readInput(
  path: string,
  input: ResolvedInput,
  given: unknown,
  mayOmit: boolean,
): ReadResult {
  if (given === undefined || given === null) {
    return input.optional === true && (given === null || mayOmit)
      ? accept(null)
      : refuse("missing", `\`${path}\` is missing; it must be ${formatExpectation(input)}.`);
  }
  if (input.type === "list")
    return readList(path, input, given, (at, item) => readInput(at, input.of, item, false));
  return input.type === "records"
    ? readList(path, input, given, (at, record) => readRecord(at, input, record))
    : readItem(path, input, given);
}

function readItem(path: string, input: ResolvedItem, given: unknown): ReadResult {
  switch (input.type) {
    case "boolean":
      return typeof given === "boolean" ? accept(given) : wrongType(path, input, given);
    case "integer":
    case "number":
      return isNumber(given, input.type)
        ? readNumber(path, input, given)
        : wrongType(path, input, given);
    case "category": {
      if (typeof given !== "string") return wrongType(path, input, given);
      const option = input.options.includes(given)
        ? given
        : findUniqueMatch(input.options, given, (text) => text);
      return option === undefined ? notAnOption(path, input.options, given) : accept(option);
    }
    case "ref": {
      if (typeof given !== "string") return wrongType(path, input, given);
      const option =
        input.options.find(({ id }) => id === given.trim()) ??
        findUniqueMatch(input.options, given, ({ label }) => label);
      return option === undefined
        ? notAnOption(path, input.options.map(formatOption), given)
        : accept(option.id);
    }
    case "text":
      return typeof given === "string"
        ? readText(path, input, cleanText(given))
        : wrongType(path, input, given);
  }
}

const wrongType = (path: string, input: ResolvedItem, given: unknown): ReadResult =>
  refuse("wrongType", `\`${path}\` must be ${formatExpectation(input)}; ${describeGiven(given)}.`);

const isNumber = (given: unknown, type: "integer" | "number"): given is number =>
  type === "integer"
    ? Number.isSafeInteger(given)
    : typeof given === "number" && Number.isFinite(given);

function readNumber(
  path: string,
  input: { type: "integer" | "number"; min?: number; max?: number },
  given: number,
): ReadResult {
  const { min = -Infinity, max = Infinity } = effectiveBounds(input);
  if (given >= min && given <= max) return accept(given + 0);
  if (given >= min - roundingTolerance(min) && given <= max + roundingTolerance(max))
    return accept(Math.min(max, Math.max(min, given)) + 0);
  const range =
    min === -Infinity
      ? `at most ${formatPromptNumber(max)}`
      : max === Infinity
        ? `at least ${formatPromptNumber(min)}`
        : `between ${formatPromptNumber(min)} and ${formatPromptNumber(max)}`;
  return refuse("outOfRange", `\`${path}\` must be ${range}; you answered ${given}.`);
}

/** Bounds are shown with six digits: an answer equal to a bound as shown is accepted. */
const roundingTolerance = (bound: number): number =>
  Number.isFinite(bound)
    ? Math.abs(bound - Number(formatPromptNumber(bound))) + 1e-9 * Math.max(1, Math.abs(bound))
    : 0;

function readText(
  path: string,
  input: { minLength: number; maxLength: number },
  text: string,
): ReadResult {
  // Counts code points; some take two UTF-16 units.
  const length = SURROGATE.test(text) ? [...text].length : text.length;
  if (length > input.maxLength)
    return refuse(
      "tooLong",
      `\`${path}\` must have at most ${input.maxLength} characters; yours has ${length}.`,
    );
  if (length < input.minLength)
    return refuse(
      "tooShort",
      `\`${path}\` must have at least ${input.minLength} characters; yours has ${length}.`,
    );
  return accept(text);
}

const SURROGATE = /[\ud800-\udfff]/;
/** Control characters and surrogates. */
const NEEDS_CLEANING = /[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff]/;

/**
 * Trims, and removes control characters and lone surrogates, which databases and CSV files cannot
 * hold.
 */
function cleanText(text: string): string {
  if (!NEEDS_CLEANING.test(text)) return text.trim();
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .trim();
}

function readList(
  path: string,
  input: ResolvedList | ResolvedRecords,
  given: unknown,
  readOne: (path: string, item: unknown) => ReadResult,
): ReadResult {
  if (!Array.isArray(given))
    return refuse(
      "wrongType",
      `\`${path}\` must be ${formatExpectation(input)}; ${describeGiven(given)}.`,
    );
  if (given.length > input.maxItems || given.length < input.minItems) {
    const reason = given.length > input.maxItems ? "tooMany" : "tooFew";
    return refuse(
      reason,
      `\`${path}\` must have ${formatItemCount(input.minItems, input.maxItems)}; ` +
        `yours has ${given.length}.`,
    );
  }
  const values: Value[] = [];
  for (const [index, item] of given.entries()) {
    const read = readOne(`${path}[${index}]`, item);
    if (!read.ok) return read;
    values.push(read.value);
  }
  return accept(values);
}

/** Reports every problem of a record at once: records are long, and each retry costs a call. */
function readRecord(path: string, records: ResolvedRecords, given: unknown): ReadResult {
  const { fields } = records;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return refuse(
      "wrongType",
      `\`${path}\` must be an object with ${formatFieldNames(records)}; ${describeGiven(given)}.`,
    );
  }
  const record: Readonly<Record<string, unknown>> = { ...given };
  const mayOmit = Object.keys(record).every((name) => Object.hasOwn(fields, name));
  const values: Value[] = [];
  const problems: AnswerProblem[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const read = readInput(
      `${path}.${name}`,
      field,
      Object.hasOwn(record, name) ? record[name] : undefined,
      mayOmit,
    );
    if (read.ok) values.push(read.value);
    else problems.push(read.problem);
  }
  const [first] = problems;
  return first === undefined
    ? accept(values)
    : refuse(first.reason, problems.map(({ message }) => message).join(" "));
}

const formatOption = ({ id, label }: RefOption): string =>
  label === "" || label === id ? id : `${id} (${oneLine(label, 60)})`;
const foldCase = (text: string): string => text.replace(/\s+/g, " ").trim().toLowerCase();

/** Returns the option that equals this text ignoring case and whitespace, if exactly one does. */
function findUniqueMatch<Option>(
  options: readonly Option[],
  given: string,
  textOf: (option: Option) => string,
): Option | undefined {
  const wanted = foldCase(given);
  if (wanted === "") return undefined;
  const matches = options.filter((option) => foldCase(textOf(option)) === wanted);
  return matches.length === 1 ? matches[0] : undefined;
}

const MAX_LISTED_OPTIONS = 20;

function notAnOption(path: string, options: readonly string[], given: string): ReadResult {
  const listed = options
    .slice(0, MAX_LISTED_OPTIONS)
    .map((option) => quoteJson(option))
    .join(", ");
  const rest =
    options.length > MAX_LISTED_OPTIONS ? ` or another of the ${options.length} options` : "";
  return refuse(
    "notAnOption",
    options.length === 0
      ? `\`${path}\` has no options; answer null.`
      : `\`${path}\` must be one of ${listed}${rest}; ${describeGiven(given)}.`,
  );
}

/**
 * Objects and lists are not printed: they may be nested too deeply for `JSON.stringify`.
 */
function describeGiven(given: unknown): string {
  if (Array.isArray(given)) return "you answered a list";
  return `you answered ${
    typeof given === "object" ? "an object" : oneLine(JSON.stringify(given), 60)
  }`;
}
