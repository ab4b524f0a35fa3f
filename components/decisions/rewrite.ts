import type { AnswerField } from "@/lib/contracts/reviews";
import { formatNumber } from "@/components/ui/format";
import type { Value } from "@/lib/domain/scenario";

export type Answer = Readonly<Record<string, Value>>;
export type ControlKind =
  "yesNo" | "number" | "choice" | "select" | "text" | "checkboxes" | "lines" | "readOnly";

const MAX_RADIO_OPTIONS = 6;

/** Returns the kind of control for a field. */
export function controlKind(field: AnswerField): ControlKind {
  switch (field.type) {
    case "boolean":
      return "yesNo";
    case "integer":
    case "number":
      return "number";
    case "category":
    case "ref":
      return (field.options?.length ?? 0) <= MAX_RADIO_OPTIONS ? "choice" : "select";
    case "text":
      return "text";
    case "list":
      return field.options ? "checkboxes" : "lines";
    case "records":
      return "readOnly";
  }
}

/**
 * Returns the initial values of a rewrite: the agent's own answer, else none. An empty list is an
 * answer, “none of them”, so that no list begins as one.
 */
export function prefill(fields: readonly AnswerField[], values: Answer | null): Answer {
  return Object.fromEntries(
    fields.map((field) => [field.name, initialValue(field, values?.[field.name])]),
  );
}

function initialValue(field: AnswerField, value: Value | undefined): Value {
  if (value !== undefined && value !== null) return value;
  return field.type === "records" ? [] : field.type === "text" ? "" : null;
}

/** Returns the problems of a rewritten answer by field name. */
export function rewriteProblems(
  fields: readonly AnswerField[],
  answer: Answer,
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = findProblem(field, answer[field.name]);
      return problem === undefined ? [] : [[field.name, problem]];
    }),
  );
}

function findProblem(field: AnswerField, value: Value | undefined): string | undefined {
  if (value === null || value === undefined || value === "")
    return field.optional ? undefined : "Enter an answer";
  switch (field.type) {
    case "integer":
    case "number": {
      if (typeof value !== "number") return "Enter a number";
      if (field.type === "integer" && !Number.isInteger(value)) return "Enter a whole number";
      const bounds = formatBounds(field);
      if (field.min !== undefined && value < field.min) return `At least ${bounds.min ?? ""}`;
      return field.max !== undefined && value > field.max
        ? `At most ${bounds.max ?? ""}`
        : undefined;
    }
    case "text":
      return typeof value === "string" &&
        field.maxLength !== undefined &&
        value.length > field.maxLength
        ? `At most ${formatNumber(field.maxLength)} characters`
        : undefined;
    case "category":
    case "ref":
      return field.options?.some((option) => option.value === value) === false
        ? "Choose one of the options"
        : undefined;
    case "boolean":
    case "list":
    case "records":
      return undefined;
  }
}

const DECIMALS = 1_000;

/** Formats the bounds of a number, rounded inwards, so that the shown bounds are valid values. */
export function formatBounds({ min, max }: Pick<AnswerField, "min" | "max">): {
  min?: string;
  max?: string;
} {
  return {
    ...(min !== undefined && { min: formatNumber(Math.ceil(min * DECIMALS) / DECIMALS, 6) }),
    ...(max !== undefined && { max: formatNumber(Math.floor(max * DECIMALS) / DECIMALS, 6) }),
  };
}

/** Returns the values to send; an empty optional field is null. */
export const toRewrite = (fields: readonly AnswerField[], answer: Answer): Record<string, Value> =>
  Object.fromEntries(
    fields.map(({ name, optional }) => [
      name,
      optional && answer[name] === "" ? null : (answer[name] ?? null),
    ]),
  );

/** A list of texts or numbers, one per line; null without any, which is no answer. */
export function parseLines(text: string, of: AnswerField["of"]): Value {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return null;
  return of === "integer" || of === "number"
    ? lines.map((line) => (Number.isFinite(Number(line)) ? Number(line) : line))
    : lines;
}
