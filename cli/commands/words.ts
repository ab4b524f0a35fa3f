import { readFileSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { z } from "zod";
import { toJsonPointer } from "@/lib/domain/scenario";
import { CommandError, EXIT } from "../exit-codes";
import { problemLine } from "./scenario-argument";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The words after a command: so many of them by their place, and its options.
 * @param form how it is written, for who wrote it otherwise
 * @throws CommandError usage
 */
export function readWords<const Own extends Options>(
  words: string[],
  places: number,
  options: Own,
  form: string,
) {
  try {
    const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options });
    if (positionals.length === places) return { values, positionals };
  } catch (error) {
    throw new CommandError(EXIT.usage, [
      error instanceof Error ? error.message : String(error),
      `Write it so: microcosm ${form}`,
    ]);
  }
  throw new CommandError(EXIT.usage, [`Write it so: microcosm ${form}`]);
}

/**
 * What a JSON file holds, by its contract.
 * @throws CommandError usage without such a file; invalid, with a line per problem
 */
export function jsonFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(path));
  if (parsed.success) return parsed.data;
  throw new CommandError(
    EXIT.invalid,
    parsed.error.issues.map((issue) =>
      problemLine({ pointer: toJsonPointer(issue.path), message: issue.message }),
    ),
  );
}

function jsonOf(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(EXIT.usage, [
      `The file ${path} ${code === "ENOENT" ? "does not exist" : `cannot be read (${code})`}.`,
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(EXIT.invalid, [
      `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}
