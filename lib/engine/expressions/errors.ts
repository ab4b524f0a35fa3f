import { countOperations } from "../base/interruptible";
import type { Scope } from "./contract";

/** The evaluation of an expression failed; carries the reason and the span in the source. */
export class EvaluationError extends Error {
  constructor(
    /** The reason, without the location. */
    readonly reason: string,
    readonly source: string,
    /** The offset and the length of the part that failed. */
    readonly from: number,
    readonly length: number,
  ) {
    super(`${reason} In \`${excerpt(source)}\`, character ${from + 1}.`);
    this.name = "EvaluationError";
  }
}

/** An attribute of a null row was read. */
export class NullRowError extends EvaluationError {
  constructor(reason: string, source: string, from: number, length: number) {
    super(reason, source, from, length);
    this.name = "NullRowError";
  }
}

/** An expression used up the steps of its context, or created a text or list beyond the limit. */
export class BoundsError extends Error {
  constructor(
    readonly source: string,
    reason = "too many steps",
  ) {
    super(`The expression \`${excerpt(source)}\` was stopped: ${reason}.`);
    this.name = "BoundsError";
  }
}

/** The maximum lengths of a text and a list that an expression may create. */
export const MAX_TEXT = 100_000;
export const MAX_LIST = 5_000_000;

/** Subtracts steps from the budget of the context. Throws a `BoundsError` when none are left. */
export function charge(scope: Scope, steps: number, source: string): void {
  countOperations(steps);
  if ((scope.budget.steps -= steps) < 0) throw new BoundsError(source);
}

const excerpt = (source: string): string =>
  source.length > 200 ? `${source.slice(0, 197)}...` : source;
