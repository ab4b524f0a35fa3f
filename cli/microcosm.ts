// npm run --silent microcosm -- COMMAND: simulations without the web page.
import { CommanderError } from "commander";
import { errorLines, OperatorError } from "@/lib/config/operator-error";
import { createProgram } from "./command-line/program";
import { CommandError, EXIT, type ExitCode } from "./exit-codes";

/** Prints what the user has to know about an error on standard error; returns the exit code. */
async function reportError(error: unknown): Promise<ExitCode> {
  // Commander has printed its message, or the requested help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CommandError) {
    for (const line of error.lines) console.error(line);
    return error.exitCode;
  }
  const { AppError } = await import("@/lib/contracts/errors");
  if (error instanceof AppError) {
    const { formatProblem } = await import("./commands/format-problem");
    for (const line of [error.message, ...error.problems.map(formatProblem)]) console.error(line);
    // A failed model server is no fault of the arguments.
    return error.code === "endpoint" ? EXIT.failed : EXIT.invalid;
  }
  for (const line of errorLines(error)) console.error(line);
  return error instanceof OperatorError ? EXIT.unavailable : EXIT.failed;
}

// A reader that stops early (`| head`) or a terminal that closes ends the output, not the work: a
// run has to be paused or written in order.
let isOutputLost = false;
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE" && code !== "EIO") isOutputLost = true;
});
process.stderr.on("error", () => undefined);

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = await reportError(error);
}
process.on("exit", () => {
  if (isOutputLost && process.exitCode === EXIT.ok) process.exitCode = EXIT.failed;
});
