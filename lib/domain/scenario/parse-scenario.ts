import { z } from "zod";
import { decodeText } from "../text/decode-text";
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

export type ReadDocument =
  | { readonly ok: true; readonly document: unknown }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * Reads a JSON document that a person wrote. Syntax errors and duplicate keys are reported with
 * line and column.
 */
export function readDocumentText(text: string): ReadDocument {
  const read = parseJsonText(text);
  if (read.ok) return { ok: true, document: read.value };
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

/** Reads the bytes of a JSON file; an unknown encoding is reported with line and column. */
export function readDocumentFile(bytes: Uint8Array): ReadDocument {
  const decoded = decodeText(bytes);
  return decoded.ok
    ? readDocumentText(decoded.text)
    : { ok: false, problems: [{ pointer: "", message: decoded.message }] };
}

/** Returns the JSON Schema (draft 2020-12) of scenario documents, for editors. */
export const scenarioJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(scenario, { io: "input" }),
  title: "Microcosm scenario",
});
