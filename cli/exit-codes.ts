/** Exit codes of `microcosm`; documented in docs/command-line.md. */
export const EXIT = {
  ok: 0,
  /** The scenario or its parameters have problems. */
  invalid: 1,
  /** The arguments are invalid. */
  usage: 2,
  /** The run failed or was cancelled. */
  failed: 3,
  /** The run is paused, usually because its endpoint does not respond; it can be resumed. */
  paused: 4,
  /** The program itself could not start: database, port, disk. */
  unavailable: 5,
  /** The run is complete, but its files could not be written; `export` does so again. */
  notWritten: 6,
  /** The run is complete, but so many decisions are invalid that its results are in doubt. */
  manyInvalid: 7,
  /** Ctrl-C or SIGTERM: the run is paused. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a message on standard error and an exit code. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(
    readonly exitCode: ExitCode,
    readonly lines: readonly string[],
  ) {
    super(lines.join("\n"));
  }
}
