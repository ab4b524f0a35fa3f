/** Something in a scenario document that has to be put right before it can run. */
export type ScenarioProblem = {
  /** JSON pointer of the value that is wrong or missing; "" is the whole document. */
  readonly pointer: string;
  readonly message: string;
  /**
   * Which characters of the text at the pointer (for JSON syntax: of the document's text) are
   * meant.
   */
  readonly position?: { readonly from: number; readonly length: number };
  /** What the author most likely meant, to be put in place of the wrong word. */
  readonly suggestion?: string;
};

/** A JSON pointer (RFC 6901) from keys and indices. */
export const toJsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** One line for people: where, what, and what may have been meant. */
export function describeProblem(problem: {
  readonly pointer: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}): string {
  const hint = problem.suggestion === undefined ? "" : ` (did you mean ${problem.suggestion}?)`;
  return `${problem.pointer === "" ? "/" : problem.pointer}: ${problem.message}${hint}`;
}
