/** Stable code of what went wrong. */
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
  /** What to do about it. */
  remedy: string;
  /** File or folder with details. */
  where?: string;
  cause?: unknown;
}

/**
 * A configuration problem that the person at the terminal can solve; shown without a stack trace.
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

  /** Formats the problem for a terminal: what, where, what to do. */
  lines(): string[] {
    return [
      this.message,
      ...(this.where === undefined ? [] : [`Where: ${this.where}`]),
      `What to do: ${this.remedy}`,
    ];
  }
}

/** Formats any thrown value for a terminal; only unexpected errors include their stack. */
export function errorLines(error: unknown): string[] {
  if (error instanceof OperatorError) return error.lines();
  if (error instanceof Error) return (error.stack ?? error.message).split("\n");
  return [String(error)];
}
