import type { Parameter, ParameterValues, Scenario } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import type { ScenarioProblem } from "../check";

export type ResolvedParameters =
  | { readonly ok: true; readonly values: ParameterValues }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

type Given = number | string | boolean;

function problemWith(parameter: Parameter, value: Given): string | undefined {
  switch (parameter.type) {
    case "integer":
    case "number": {
      if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
      if (parameter.type === "integer" && !Number.isInteger(value)) return "must be a whole number";
      if (parameter.min !== undefined && value < parameter.min) return `must be at least ${parameter.min}`;
      if (parameter.max !== undefined && value > parameter.max) return `must be at most ${parameter.max}`;
      return undefined;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "category":
      return typeof value === "string" && parameter.options.includes(value) ? undefined : `must be one of ${parameter.options.join(", ")}`;
    case "text":
      if (typeof value !== "string") return "must be a text";
      return value.length <= parameter.maxLength ? undefined : `must have at most ${parameter.maxLength} characters`;
  }
}

/** Fills in defaults and checks what is given: unknown names, types and bounds. Pointers are those of the declarations. */
export function resolveParameters(scenario: Pick<Scenario, "parameters">, given: ParameterValues): ResolvedParameters {
  const declared = scenario.parameters;
  const problems: ScenarioProblem[] = [];
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    const suggestion = nearest(name, Object.keys(declared));
    const message = `There is no parameter “${name}”.`;
    problems.push({ pointer: `/parameters/${name}`, message, ...(suggestion === undefined ? {} : { suggestion }) });
  }
  const values: Record<string, Given> = {};
  for (const [name, parameter] of Object.entries(declared)) {
    const value = given[name] ?? parameter.default;
    const wrong = problemWith(parameter, value);
    if (wrong !== undefined) problems.push({ pointer: `/parameters/${name}`, message: `Parameter “${name}” ${wrong}.` });
    values[name] = value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values };
}
