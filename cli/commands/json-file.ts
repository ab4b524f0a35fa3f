import { readFileSync } from "node:fs";
import type { z } from "zod";
import { toJsonPointer } from "@/lib/domain/scenario";
import { CommandError, EXIT } from "../exit-codes";
import { formatProblem } from "./format-problem";

/**
 * Reads a JSON file and parses it with its contract.
 * @throws CommandError usage if it cannot be read; invalid, with a line per problem
 */
export function readJsonFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(path, readTextFile("file", path)));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    EXIT.invalid,
    parsed.error.issues.map((issue) =>
      formatProblem({ pointer: toJsonPointer(issue.path), message: issue.message }),
    ),
  );
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(EXIT.invalid, [
      `${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

/**
 * Reads a file as text.
 * @param kind what it is, for the message
 * @throws CommandError usage
 */
export function readTextFile(kind: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandError(EXIT.usage, [`The ${kind} ${path} ${describeFileError(error)}.`]);
  }
}

/** Why a file could not be read, as a predicate: "does not exist". */
export function describeFileError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOENT") return "does not exist";
  return code === "EISDIR" ? "is a folder" : `cannot be read (${code})`;
}
