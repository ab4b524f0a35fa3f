import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { problemLines, scenarioDocument } from "./scenario-argument";

/** `validate SCENARIO`: one problem per line as `POINTER: message` and 1, or `ok` and 0. */
export async function validateCommand([argument, ...more]: string[]): Promise<ExitCode> {
  if (argument === undefined || more.length > 0)
    throw new CommandError(EXIT.usage, [
      "Name one scenario: microcosm validate FILE or template:NAME",
    ]);
  const lines = problemsOf(argument);
  for (const line of lines) console.log(line);
  if (lines.length === 0) console.log("ok");
  return lines.length === 0 ? EXIT.ok : EXIT.invalid;
}

/** Problems go to standard output here, those of the JSON itself too: they are what was asked for. */
function problemsOf(argument: string): readonly string[] {
  try {
    return problemLines(scenarioDocument(argument));
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT.invalid) return error.lines;
    throw error;
  }
}
