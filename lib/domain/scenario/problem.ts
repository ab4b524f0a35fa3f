/** A mistake in a scenario document that must be fixed before it can run. */
export type ScenarioProblem = {
  /** JSON pointer of the value that is wrong or missing; "" is the whole document. */
  readonly pointer: string;
  readonly message: string;
  /**
   * Characters of the text at the pointer, or of the whole document for JSON syntax errors.
   */
  readonly position?: { readonly from: number; readonly length: number };
  /** Replacement for the wrong word. */
  readonly suggestion?: string;
};

/** Returns the JSON pointer (RFC 6901) of keys and indices. */
export const toJsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** Formats a problem on one line: location, message and suggestion. */
export function describeProblem(problem: {
  readonly pointer: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}): string {
  const hint = problem.suggestion === undefined ? "" : ` (did you mean ${problem.suggestion}?)`;
  return `${problem.pointer === "" ? "/" : problem.pointer}: ${problem.message}${hint}`;
}
