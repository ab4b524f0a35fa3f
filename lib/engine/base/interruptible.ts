/**
 * Work that yields at intervals so that other tasks can run; its result does not depend on the
 * interruptions. `runToEnd` runs it at once; a process that must stay responsive runs it in slices.
 */
export type Interruptible<Result> = Generator<undefined, Result, undefined>;

/** Loop iterations between two yields: at most some milliseconds of work. */
const ITEMS_PER_SLICE = 128;

/** Whether a loop should yield after iteration `done`. */
export const shouldYield = (done: number): boolean =>
  done % ITEMS_PER_SLICE === ITEMS_PER_SLICE - 1;

/** Runs the work without interruption. */
export function runToEnd<Result>(work: Interruptible<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Wraps an indivisible function as interruptible work. */
export function* runIndivisibly<Result>(act: () => Result): Interruptible<Result> {
  yield;
  return act();
}
