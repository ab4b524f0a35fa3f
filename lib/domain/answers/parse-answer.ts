import type { Value } from "../scenario";
import { findJsonObjects } from "./find-json-objects";
import type { InvalidReason, AnswerProblem } from "./invalid-reason";
import { readInput } from "./read-input";
import {
  actionKey,
  type AnswerValues,
  type ResolvedAnswer,
  type ResolvedInputs,
} from "./resolved-answer";
import { oneLine, quoteJson } from "./format-expectation";

export type ParsedAnswer =
  | ({ readonly ok: true } & AnswerValues)
  | { readonly ok: false; readonly reason: InvalidReason; readonly message: string };

type Fields = Readonly<Record<string, unknown>>;

const invalid = (reason: InvalidReason, message: string): ParsedAnswer => ({
  ok: false,
  reason,
  message,
});

/**
 * Parses a completion. Tolerant of the format (code fences, reasoning, prose around the object),
 * strict about values: a number is within its bounds, an option is one of the options (ignoring
 * case and surrounding whitespace), a ref is an id or the label of exactly one row. Nothing is
 * guessed; unrequested fields are dropped. Never throws. The message of an invalid answer is sent
 * back to the model and names every problem; the reason is that of the first problem.
 */
export function parseAnswer(answer: ResolvedAnswer, raw: string): ParsedAnswer {
  if (raw.trim() === "")
    return invalid("empty", "The answer was empty. Answer with one JSON object.");
  const { objects, truncated } = findJsonObjects(raw);
  const readings = objects.map((object) => readObject(answer, object));
  const valid = readings.filter((reading) => reading.ok);
  const [first, ...others] = valid;
  if (first !== undefined) {
    return others.every((other) => JSON.stringify(other) === JSON.stringify(first))
      ? first
      : invalid(
          "notJson",
          "There were several different answers. Answer with one JSON object and nothing else.",
        );
  }
  if (truncated)
    return invalid(
      "truncated",
      "The answer broke off before its JSON object was complete. Answer again, shorter, with " +
        "one complete JSON object.",
    );
  const last = readings.at(-1);
  if (last !== undefined) return last;
  return REFUSAL_PATTERN.test(raw.slice(0, 400))
    ? invalid(
        "refused",
        "There was no answer. Please answer in the role you were given, with one JSON object " +
          "and nothing else.",
      )
    : invalid(
        "notJson",
        "The answer was not a JSON object. Answer with one JSON object and nothing else.",
      );
}

const REFUSAL_PHRASES = [
  "as an ai",
  "i(?:['’]m| am) (?:sorry|unable|not able)",
  "i (?:cannot|can['’]?t|won['’]?t|must decline)",
  "sorry, (?:but )?i",
];
const REFUSAL_PATTERN = new RegExp(`\\b(?:${REFUSAL_PHRASES.join("|")})\\b`, "i");

function readObject(answer: ResolvedAnswer, object: Fields): ParsedAnswer {
  if (answer.kind === "one") return readFields(answer.inputs, object);
  const key = actionKey(answer.actions);
  // Without constrained decoding, models often omit the wrapper.
  const chosen = Object.hasOwn(object, "choice") ? object.choice : object;
  const names = Object.keys(answer.actions).map(quoteJson).join(", ");
  if (!isFields(chosen))
    return invalid("wrongType", `\`choice\` must be an object with \`${key}\`, one of ${names}.`);
  const name = Object.hasOwn(chosen, key) ? chosen[key] : undefined;
  if (name === undefined || name === null)
    return invalid("missing", `\`${key}\` is missing; it must be one of ${names}.`);
  if (typeof name !== "string") return invalid("wrongType", `\`${key}\` must be one of ${names}.`);
  const action = Object.hasOwn(answer.actions, name.trim()) ? name.trim() : undefined;
  const inputs = action === undefined ? undefined : answer.actions[action]?.inputs;
  if (action === undefined || inputs === undefined) {
    return invalid(
      "notAnOption",
      `\`${key}\` must be one of ${names}; you answered ${quoteJson(oneLine(name, 60))}.`,
    );
  }
  const read = readFields(inputs, chosen, key);
  return read.ok ? { ok: true, action, values: read.values } : read;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readFields(inputs: ResolvedInputs, fields: Fields, key?: string): ParsedAnswer {
  const values: Record<string, Value> = {};
  const problems: AnswerProblem[] = [];
  // Where an unrequested field is present, a missing one is more likely misnamed than null.
  const mayOmit = Object.keys(fields).every((name) => Object.hasOwn(inputs, name) || name === key);
  for (const [name, input] of Object.entries(inputs)) {
    const read = readInput(
      name,
      input,
      Object.hasOwn(fields, name) ? fields[name] : undefined,
      mayOmit,
    );
    if (read.ok) values[name] = read.value;
    else problems.push(read.problem);
  }
  const [first] = problems;
  return first === undefined
    ? { ok: true, values }
    : invalid(first.reason, problems.map(({ message }) => message).join(" "));
}

/**
 * Formats an answer as the JSON a model would have written, for training sets and replays.
 * `parseAnswer` reads it back.
 */
export function formatAnswer(answer: ResolvedAnswer, given: AnswerValues): string {
  if (answer.kind === "one") return JSON.stringify(toJsonValues(answer.inputs, given.values));
  const inputs =
    (given.action === undefined ? undefined : answer.actions[given.action]?.inputs) ?? {};
  return JSON.stringify({
    choice: { [actionKey(answer.actions)]: given.action, ...toJsonValues(inputs, given.values) },
  });
}

/** Values in their JSON form: records as objects. */
function toJsonValues(
  inputs: ResolvedInputs,
  values: AnswerValues["values"],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
      if (input?.type !== "records" || !Array.isArray(value)) return [name, value];
      return [name, value.map((record: Value) => toJsonRecord(Object.keys(input.fields), record))];
    }),
  );
}

export function toJsonRecord(fields: readonly string[], record: Value): unknown {
  if (!Array.isArray(record)) return record;
  const cells: readonly Value[] = record;
  return Object.fromEntries(fields.map((field, position) => [field, cells[position] ?? null]));
}
