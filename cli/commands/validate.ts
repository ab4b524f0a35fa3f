import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { listProblems, listRemarks, loadScenario } from "./scenario-source";

/**
 * `validate SCENARIO`: one problem per line as `POINTER: message` and 1, or `ok` and 0. Warnings
 * and what is made public on purpose go to standard error.
 */
export async function validateCommand(source: string): Promise<ExitCode> {
  const problems = validateSource(source);
  for (const line of problems) console.log(line);
  if (problems.length === 0)
    for (const line of listRemarks(loadScenario(source))) console.error(line);
  if (problems.length === 0) console.log("ok");
  return problems.length === 0 ? EXIT.ok : EXIT.invalid;
}

/** Problems are the output of this command, syntax errors too: they go to standard output. */
function validateSource(source: string): readonly string[] {
  try {
    return listProblems(loadScenario(source));
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT.invalid) return error.lines;
    throw error;
  }
}
