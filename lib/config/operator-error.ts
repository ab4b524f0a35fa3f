/** What went wrong, as a stable word that callers and tests may compare. */
export type OperatorErrorCode =
  | "environment-invalid"
  | "platform-unsupported"
  | "installation-incomplete"
  | "database-unreachable"
  | "database-failed-to-start"
  | "data-folder-unusable"
  | "data-folder-other-version"
  | "data-folder-in-use"
  | "disk-full"
  | "migration-edited"
  | "migration-failed"
  | "migration-unknown"
  | "port-taken"
  | "build-failed";

interface OperatorProblem {
  code: OperatorErrorCode;
  /** What happened, in one sentence that names the file, port or variable. */
  what: string;
  /** What the person at the terminal can do about it. */
  remedy: string;
  /** The file or folder that tells more. */
  where?: string;
  cause?: unknown;
}

/**
 * A problem of the set-up that the person at the terminal can solve: shown as text, never with a
 * stack trace.
 */
export class OperatorError extends Error {
  readonly code: OperatorErrorCode;
  readonly remedy: string;
  readonly where: string | undefined;

  constructor({ code, what, remedy, where, cause }: OperatorProblem) {
    super(what, cause === undefined ? undefined : { cause });
    this.name = "OperatorError";
    this.code = code;
    this.remedy = remedy;
    this.where = where;
  }

  /** The problem as the lines a terminal shows: what, where, what to do. */
  lines(): string[] {
    return [
      this.message,
      ...(this.where === undefined ? [] : [`Where: ${this.where}`]),
      `What to do: ${this.remedy}`,
    ];
  }
}

/** Any thrown value as lines for a terminal; only unexpected errors bring their stack along. */
export function errorLines(error: unknown): string[] {
  if (error instanceof OperatorError) return error.lines();
  if (error instanceof Error) return (error.stack ?? error.message).split("\n");
  return [String(error)];
}
