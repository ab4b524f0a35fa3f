import { readFileSync } from "node:fs";
import type { z } from "zod";
import { readDocumentFile, toJsonPointer } from "@/lib/domain/scenario";
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
  const parsed = schema.safeParse(readDocument("file", path));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    EXIT.invalid,
    parsed.error.issues.map((issue) =>
      formatProblem({ pointer: toJsonPointer(issue.path), message: issue.message }),
    ),
  );
}

/**
 * Reads a file as a JSON document, as the page Import does.
 * @param kind what it is, for the message
 * @throws CommandError usage if it cannot be read; invalid, with line and column
 */
export function readDocument(kind: string, path: string): unknown {
  const read = readDocumentFile(readBytes(kind, path));
  if (read.ok) return read.document;
  throw new CommandError(EXIT.invalid, read.problems.map(formatProblem));
}

function readBytes(kind: string, path: string): Uint8Array {
  try {
    return readFileSync(path);
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
