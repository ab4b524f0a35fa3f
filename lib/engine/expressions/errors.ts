import type { Scope } from "./contract";

/** An expression could not be evaluated: says what was wrong, and where in its source. */
export class EvaluationError extends Error {
  constructor(
    /** What was wrong, without the place. */
    readonly reason: string,
    readonly source: string,
    /** Offset of the first character of the part that failed, and its length. */
    readonly from: number,
    readonly length: number,
  ) {
    super(`${reason} In \`${excerpt(source)}\`, character ${from + 1}.`);
    this.name = "EvaluationError";
  }
}

/** An attribute was asked of nothing: the row is null. */
export class NullRowError extends EvaluationError {
  constructor(reason: string, source: string, from: number, length: number) {
    super(reason, source, from, length);
    this.name = "NullRowError";
  }
}

/** An expression used up the steps of its context, or made a text or list beyond all bounds. */
export class BoundsError extends Error {
  constructor(
    readonly source: string,
    reason = "too many steps",
  ) {
    super(`The expression \`${excerpt(source)}\` was stopped: ${reason}.`);
    this.name = "BoundsError";
  }
}

/** Longest text and list an expression may make. */
export const MAX_TEXT = 100_000;
export const MAX_LIST = 5_000_000;

/** Takes steps from the budget of the context. Throws a `BoundsError` when none are left. */
export function charge(scope: Scope, steps: number, source: string): void {
  if ((scope.budget.steps -= steps) < 0) throw new BoundsError(source);
}

const excerpt = (source: string): string =>
  source.length > 200 ? `${source.slice(0, 197)}...` : source;
