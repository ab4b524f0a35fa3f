/**
 * Work that may be interrupted: it yields where others may have a turn, and what comes of it
 * depends on that in nothing. Whoever has time does it whole; a process that must stay responsive
 * does it interruptibly.
 */
export type Interruptible<Result> = Generator<undefined, Result, undefined>;

/** Items of a loop between two breaks: some milliseconds of work at most. */
const ITEMS_PER_SLICE = 128;

/** Whether a loop should yield after its item number `done`. */
export const shouldYield = (done: number): boolean =>
  done % ITEMS_PER_SLICE === ITEMS_PER_SLICE - 1;

/** Does the work in one go. */
export function runToEnd<Result>(work: Interruptible<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Work that cannot be divided. */
export function* runIndivisibly<Result>(act: () => Result): Interruptible<Result> {
  yield;
  return act();
}
