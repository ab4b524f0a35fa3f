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
  oneLine,
  quoteJson,
  formatNumber,
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
 * Checks one field of an answer; `place` names it in messages: `opinion`, `tags[2]`,
 * `turns[0].text`. `given` is undefined when it was left out, which stands for null where
 * `mayLeaveOut`.
 */
export function readInput(
  place: string,
  input: ResolvedInput,
  given: unknown,
  mayLeaveOut: boolean,
): ReadResult {
  if (given === undefined || given === null) {
    return input.optional === true && (given === null || mayLeaveOut)
      ? accept(null)
      : refuse("missing", `\`${place}\` is missing; it must be ${formatExpectation(input)}.`);
  }
  if (input.type === "list")
    return readList(place, input, given, (at, item) => readInput(at, input.of, item, false));
  return input.type === "records"
    ? readList(place, input, given, (at, record) => readRecord(at, input, record))
    : readItem(place, input, given);
}

function readItem(place: string, input: ResolvedItem, given: unknown): ReadResult {
  switch (input.type) {
    case "boolean":
      return typeof given === "boolean" ? accept(given) : wrongType(place, input, given);
    case "integer":
    case "number":
      return isNumber(given, input.type)
        ? readNumber(place, input, given)
        : wrongType(place, input, given);
    case "category": {
      if (typeof given !== "string") return wrongType(place, input, given);
      const option = input.options.includes(given)
        ? given
        : findUniqueMatch(input.options, given, (text) => text);
      return option === undefined ? notAnOption(place, input.options, given) : accept(option);
    }
    case "ref": {
      if (typeof given !== "string") return wrongType(place, input, given);
      const option =
        input.options.find(({ id }) => id === given.trim()) ??
        findUniqueMatch(input.options, given, ({ label }) => label);
      return option === undefined
        ? notAnOption(place, input.options.map(formatOption), given)
        : accept(option.id);
    }
    case "text":
      return typeof given === "string"
        ? readText(place, input, cleanText(given))
        : wrongType(place, input, given);
  }
}

const wrongType = (place: string, input: ResolvedItem, given: unknown): ReadResult =>
  refuse("wrongType", `\`${place}\` must be ${formatExpectation(input)}; ${describeGiven(given)}.`);

const isNumber = (given: unknown, type: "integer" | "number"): given is number =>
  type === "integer"
    ? Number.isSafeInteger(given)
    : typeof given === "number" && Number.isFinite(given);

function readNumber(
  place: string,
  input: { type: "integer" | "number"; min?: number; max?: number },
  given: number,
): ReadResult {
  const { min = -Infinity, max = Infinity } = effectiveBounds(input);
  if (given >= min && given <= max) return accept(given + 0);
  if (given >= min - roundingTolerance(min) && given <= max + roundingTolerance(max))
    return accept(Math.min(max, Math.max(min, given)) + 0);
  const range =
    min === -Infinity
      ? `at most ${formatNumber(max)}`
      : max === Infinity
        ? `at least ${formatNumber(min)}`
        : `between ${formatNumber(min)} and ${formatNumber(max)}`;
  return refuse("outOfRange", `\`${place}\` must be ${range}; you answered ${given}.`);
}

/** Bounds are shown with six digits: whoever answers with a bound as shown is within it. */
const roundingTolerance = (bound: number): number =>
  Number.isFinite(bound)
    ? Math.abs(bound - Number(formatNumber(bound))) + 1e-9 * Math.max(1, Math.abs(bound))
    : 0;

function readText(
  place: string,
  input: { minLength: number; maxLength: number },
  text: string,
): ReadResult {
  // Characters, of which some take two units.
  const length = SURROGATE.test(text) ? [...text].length : text.length;
  if (length > input.maxLength)
    return refuse(
      "tooLong",
      `\`${place}\` must have at most ${input.maxLength} characters; yours has ${length}.`,
    );
  if (length < input.minLength)
    return refuse(
      "tooShort",
      `\`${place}\` must have at least ${input.minLength} characters; yours has ${length}.`,
    );
  return accept(text);
}

const SURROGATE = /[\ud800-\udfff]/;
/** What may have to be cleaned away. */
const NEEDS_CLEANING = /[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff]/;

/**
 * Without surrounding space, control characters and halves of surrogate pairs, which databases and
 * CSV files cannot hold.
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
  place: string,
  input: ResolvedList | ResolvedRecords,
  given: unknown,
  readOne: (place: string, item: unknown) => ReadResult,
): ReadResult {
  if (!Array.isArray(given))
    return refuse(
      "wrongType",
      `\`${place}\` must be ${formatExpectation(input)}; ${describeGiven(given)}.`,
    );
  if (given.length > input.maxItems || given.length < input.minItems) {
    const reason = given.length > input.maxItems ? "tooMany" : "tooFew";
    return refuse(
      reason,
      `\`${place}\` must have ${formatItemCount(input.minItems, input.maxItems)}; yours has ${given.length}.`,
    );
  }
  const values: Value[] = [];
  for (const [index, item] of given.entries()) {
    const read = readOne(`${place}[${index}]`, item);
    if (!read.ok) return read;
    values.push(read.value);
  }
  return accept(values);
}

/** Every problem of a record at once: records are long, and a model mends one message at a time. */
function readRecord(place: string, { fields }: ResolvedRecords, given: unknown): ReadResult {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return refuse(
      "wrongType",
      `\`${place}\` must be an object with ${Object.keys(fields).map(quoteJson).join(", ")}; ${describeGiven(given)}.`,
    );
  }
  const record: Readonly<Record<string, unknown>> = { ...given };
  const mayLeaveOut = Object.keys(record).every((name) => Object.hasOwn(fields, name));
  const values: Value[] = [];
  const problems: AnswerProblem[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const read = readInput(
      `${place}.${name}`,
      field,
      Object.hasOwn(record, name) ? record[name] : undefined,
      mayLeaveOut,
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

/** The option with this text but for case and space, if there is exactly one. */
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

function notAnOption(place: string, options: readonly string[], given: string): ReadResult {
  const listed = options
    .slice(0, MAX_LISTED_OPTIONS)
    .map((option) => quoteJson(option))
    .join(", ");
  const rest =
    options.length > MAX_LISTED_OPTIONS ? ` or another of the ${options.length} options` : "";
  return refuse(
    "notAnOption",
    options.length === 0
      ? `\`${place}\` has no options; answer null.`
      : `\`${place}\` must be one of ${listed}${rest}; ${describeGiven(given)}.`,
  );
}

/**
 * Objects and lists are not spelt out: they may be nested deeper than `JSON.stringify` can follow.
 */
function describeGiven(given: unknown): string {
  if (Array.isArray(given)) return "you answered a list";
  return `you answered ${typeof given === "object" ? "an object" : oneLine(JSON.stringify(given), 60)}`;
}
