import { z } from "zod";
import { parseJsonText } from "../text/json-syntax";
import { recordIssueDetails, toScenarioProblems } from "./scenario-problems";
import { toJsonPointer, type ScenarioProblem } from "./problem";
import { type Scenario, scenario } from "./scenario";

export type ParsedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * Validates the structure of a scenario document and fills in defaults. `checkScenario` of the
 * engine checks its names and expressions. Never throws.
 */
export function parseScenario(json: unknown): ParsedScenario {
  const parsed = parsePart(scenario, json);
  return parsed.ok ? { ok: true, scenario: parsed.value } : parsed;
}

/**
 * Validates the structure of a part of a scenario, such as a list of effects; pointers are relative
 * to it.
 */
export function parsePart<Part>(
  schema: z.ZodType<Part>,
  json: unknown,
):
  | { readonly ok: true; readonly value: Part }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } {
  const recorder = recordIssueDetails();
  const result = schema.safeParse(json, { error: recorder.error });
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, problems: toScenarioProblems(result.error.issues, json, recorder.detail) };
}

/**
 * Parses the text of a file. Syntax errors and duplicate keys are reported with line and column.
 */
export function parseScenarioText(text: string): ParsedScenario {
  const read = parseJsonText(text);
  if (read.ok) return parseScenario(read.value);
  const { message, line, column, from, length, path } = read.error;
  return {
    ok: false,
    problems: [
      {
        pointer: toJsonPointer(path),
        message: `line ${line}, column ${column}: ${message}`,
        position: { from, length },
      },
    ],
  };
}

/** Returns the JSON Schema (draft 2020-12) of scenario documents, for editors. */
export const scenarioJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(scenario, { io: "input" }),
  title: "Microcosm scenario",
});
