import type { Value } from "../scenario";

/**
 * Typed answers with concrete bounds and options. The engine resolves the declared inputs
 * (`AnswerInput`) of an action, a questionnaire or a turn to these when it builds a request; JSON
 * schema, prompt text, parser, form and CSV columns all derive from them.
 */
type InputBase = {
  readonly label?: string;
  readonly description?: string;
  /** The answer may be null. */
  readonly optional?: boolean;
};

export type RefOption = { readonly id: string; readonly label: string };

export type ResolvedItem =
  | (InputBase & { readonly type: "boolean" })
  | (InputBase & {
      readonly type: "integer" | "number";
      readonly min?: number;
      readonly max?: number;
    })
  | (InputBase & { readonly type: "category"; readonly options: readonly string[] })
  | (InputBase & { readonly type: "ref"; readonly options: readonly RefOption[] })
  | (InputBase & { readonly type: "text"; readonly maxLength: number; readonly minLength: number });

export type ResolvedList = InputBase & {
  readonly type: "list";
  readonly of: ResolvedItem;
  readonly minItems: number;
  readonly maxItems: number;
};

export type ResolvedField = ResolvedItem | ResolvedList;

/**
 * A list of records with the same typed fields, such as the turns of a script. The model writes
 * objects; a value holds the fields of each record as a list, in declared order.
 */
export type ResolvedRecords = InputBase & {
  readonly type: "records";
  readonly fields: Readonly<Record<string, ResolvedField>>;
  readonly minItems: number;
  readonly maxItems: number;
};

export type ResolvedInput = ResolvedField | ResolvedRecords;
export type ResolvedInputs = Readonly<Record<string, ResolvedInput>>;

export type ResolvedAction = {
  readonly label?: string;
  readonly description?: string;
  readonly inputs: ResolvedInputs;
};

/** What is requested: one set of inputs, or a choice among actions with the inputs of each. */
export type ResolvedAnswer =
  | { readonly kind: "one"; readonly inputs: ResolvedInputs }
  | { readonly kind: "choice"; readonly actions: Readonly<Record<string, ResolvedAction>> };

/**
 * A valid answer: `action` for choices only; a value for every input, null for an omitted optional
 * one.
 */
export type AnswerValues = {
  readonly action?: string;
  readonly values: Readonly<Record<string, Value>>;
};

/**
 * Returns the effective bounds of a number; a non-finite bound is no bound. Bounds are computed
 * (`self.opinion - 1`), so those of an integer are rounded inwards with a tolerance of 1e-9.
 */
export function effectiveBounds({
  type,
  min,
  max,
}: {
  readonly type: "integer" | "number";
  readonly min?: number;
  readonly max?: number;
}): { min?: number; max?: number } {
  const bounds: { min?: number; max?: number } = {};
  const whole = type === "integer";
  if (min !== undefined && Number.isFinite(min))
    bounds.min = (whole ? Math.ceil(min - 1e-9) : min) + 0;
  if (max !== undefined && Number.isFinite(max))
    bounds.max = (whole ? Math.floor(max + 1e-9) : max) + 0;
  return bounds;
}

/**
 * Describes the first required input without a possible value (no options, or crossed bounds), or
 * returns undefined. An action with such an input is not available, and its schema must not be
 * sent.
 */
export function findImpossibleInput(inputs: ResolvedInputs): string | undefined {
  for (const [name, input] of Object.entries(inputs)) {
    const reason = input.optional === true ? undefined : impossibleReason(input);
    if (reason !== undefined) return `\`${name}\` ${reason}`;
  }
  return undefined;
}

/** Explains why an input admits no value but null, or returns undefined. */
export function impossibleReason(input: ResolvedInput): string | undefined {
  switch (input.type) {
    case "category":
    case "ref":
      return input.options.length === 0 ? "has no options" : undefined;
    case "integer":
    case "number": {
      const { min = -Infinity, max = Infinity } = effectiveBounds(input);
      return min > max
        ? `has no ${input.type === "integer" ? "whole number" : "number"} between its bounds`
        : undefined;
    }
    case "text":
      return input.minLength > input.maxLength
        ? "has a shortest length above its longest"
        : undefined;
    case "list":
      if (input.minItems > input.maxItems) return "has a least number of items above its largest";
      return input.minItems > 0 && input.of.optional !== true
        ? impossibleReason(input.of)
        : undefined;
    case "records": {
      if (input.minItems > input.maxItems) return "has a least number of items above its largest";
      const reason = findImpossibleInput(input.fields);
      return input.minItems > 0 && reason !== undefined
        ? `needs items, of which ${reason}`
        : undefined;
    }
    case "boolean":
      return undefined;
  }
}

/**
 * Returns the only possible answer, where there is one: no inputs, or a single action without
 * inputs. Such a decision needs no model call.
 */
export function forcedAnswer(answer: ResolvedAnswer): AnswerValues | undefined {
  if (answer.kind === "one")
    return Object.keys(answer.inputs).length === 0 ? { values: {} } : undefined;
  const [only, ...others] = Object.entries(answer.actions);
  if (only === undefined || others.length > 0 || Object.keys(only[1].inputs).length > 0)
    return undefined;
  return { action: only[0], values: {} };
}

/** Returns the key that names the chosen action, avoiding the names of inputs. */
export function actionKey(actions: Readonly<Record<string, ResolvedAction>>): string {
  return Object.values(actions).some(({ inputs }) => Object.hasOwn(inputs, "action"))
    ? "_action"
    : "action";
}
