import { nearest } from "../text/nearest";
import { describeValue, formatAlternatives, quote } from "../text/format-value";
import { toJsonPointer, type ScenarioProblem } from "./problem";
import type { Parameter, ParameterValues, Scenario } from "./scenario";

type ParameterValue = ParameterValues[string];

export type ParsedParameter =
  | { readonly ok: true; readonly value: ParameterValue }
  | { readonly ok: false; readonly message: string };

export type CheckedParameters =
  | { readonly ok: true; readonly values: ParameterValues }
  /** Pointers are into the values: `/voters`. */
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

const TYPE_DESCRIPTIONS: Record<Parameter["type"], string> = {
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  category: "one of its options",
  text: "a text",
};

/** Explains why a value is invalid for a parameter, or returns undefined. */
export function findParameterProblem(
  parameter: Parameter,
  value: unknown,
): { message: string; suggestion?: string } | undefined {
  switch (parameter.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : wrongType(parameter, value);
    case "text":
      if (typeof value !== "string") return wrongType(parameter, value);
      return value.length <= parameter.maxLength
        ? undefined
        : { message: `must not be longer than ${parameter.maxLength} characters` };
    case "category": {
      if (typeof value === "string" && parameter.options.includes(value)) return undefined;
      const suggestion = typeof value === "string" ? nearest(value, parameter.options) : undefined;
      const expected = formatAlternatives(parameter.options.map(quote));
      return {
        message: `expected ${expected}, got ${describeValue(value)}`,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    }
    case "integer":
    case "number": {
      if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(parameter, value);
      if (parameter.type === "integer" && !Number.isInteger(value))
        return wrongType(parameter, value);
      if (parameter.min !== undefined && value < parameter.min)
        return { message: `must be at least ${parameter.min}, got ${value}` };
      if (parameter.max !== undefined && value > parameter.max)
        return { message: `must be at most ${parameter.max}, got ${value}` };
      return undefined;
    }
  }
}

const wrongType = (parameter: Parameter, value: unknown) => ({
  message: `expected ${TYPE_DESCRIPTIONS[parameter.type]}, got ${describeValue(value)}`,
});

/**
 * Validates the given values and fills in the defaults of the other parameters, in declared order.
 */
export function checkParameterValues(
  scenario: Pick<Scenario, "parameters">,
  given: Readonly<Record<string, unknown>>,
): CheckedParameters {
  const declared = Object.keys(scenario.parameters);
  const problems: ScenarioProblem[] = [];
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(scenario.parameters, name)) continue;
    const suggestion = nearest(name, declared);
    const known =
      declared.length === 0
        ? "; this scenario has no parameters"
        : suggestion === undefined
          ? `; known parameters: ${declared.join(", ")}`
          : "";
    problems.push({
      pointer: toJsonPointer([name]),
      message: `unknown parameter ${quote(name)}${known}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  const values: Record<string, ParameterValue> = {};
  for (const [name, parameter] of Object.entries(scenario.parameters)) {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    const problem = findParameterProblem(parameter, value);
    if (problem !== undefined) problems.push({ pointer: toJsonPointer([name]), ...problem });
    else if (typeof value === "number" || typeof value === "string" || typeof value === "boolean")
      values[name] = value;
  }
  return problems.length === 0 ? { ok: true, values } : { ok: false, problems };
}

const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  "1": true,
  false: false,
  no: false,
  off: false,
  "0": false,
};

/**
 * Parses a value typed on a command line or into a form. `checkParameterValues` checks the bounds.
 */
export function parseParameterText(parameter: Parameter, text: string): ParsedParameter {
  const trimmed = text.trim();
  switch (parameter.type) {
    case "text":
      return { ok: true, value: text };
    case "category":
      return { ok: true, value: trimmed };
    case "boolean": {
      const value = BOOLEAN_WORDS[trimmed.toLowerCase()];
      return value === undefined
        ? { ok: false, message: `expected true or false, got ${quote(text)}` }
        : { ok: true, value };
    }
    case "integer":
    case "number": {
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)
        ? Number(trimmed)
        : Number.NaN;
      return Number.isFinite(value)
        ? { ok: true, value }
        : {
            ok: false,
            message: `expected ${TYPE_DESCRIPTIONS[parameter.type]}, got ${quote(text)}`,
          };
    }
  }
}
