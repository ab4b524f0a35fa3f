import { readFileSync } from "node:fs";
import { AppError, type Problem } from "@/lib/contracts/errors";
import { checkScenarioDocument, templateDocument } from "@/lib/container/scenarios";
import { describeProblem, parseScenarioText } from "@/lib/domain/scenario";
import { CommandError, EXIT } from "../exit-codes";

const TEMPLATE = "template:";

/**
 * The document that an argument names: a file or `template:NAME`.
 * @throws CommandError when there is no such file or template, or it is not JSON
 */
export function scenarioDocument(argument: string): unknown {
  if (argument.startsWith(TEMPLATE)) return templateNamed(argument.slice(TEMPLATE.length));
  const text = fileText(argument);
  try {
    return JSON.parse(text);
  } catch {
    const parsed = parseScenarioText(text);
    throw new CommandError(
      EXIT.invalid,
      parsed.ok ? [`${argument} is not JSON.`] : parsed.problems.map(problemLine),
    );
  }
}

/** A template by name. @throws CommandError */
export function templateNamed(name: string): unknown {
  try {
    return templateDocument(name);
  } catch (error) {
    if (error instanceof AppError)
      throw new CommandError(EXIT.usage, [
        `There is no template “${name}”. “microcosm templates” lists them.`,
      ]);
    throw error;
  }
}

function fileText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "does not exist"
        : code === "EISDIR"
          ? "is a folder"
          : `cannot be read (${code})`;
    throw new CommandError(EXIT.usage, [`The scenario file ${path} ${why}.`]);
  }
}

/** Everything wrong with a document, as lines; none when it can run. */
export const problemLines = (document: unknown): string[] =>
  checkScenarioDocument(document).problems.map(problemLine);

/** `POINTER: message`, on one line. */
export const problemLine = (problem: Problem): string =>
  describeProblem(problem).replaceAll("\n", " ");
