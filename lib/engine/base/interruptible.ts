/**
 * Work that may be interrupted: it yields where others may have a turn, and what comes of it depends on that in nothing. Whoever
 * has time does it whole; a process that must stay responsive does it portion by portion.
 */
export type Portions<Result> = Generator<undefined, Result, undefined>;

/** Items of a loop between two breaks: some milliseconds of work at most. */
const ITEMS = 128;

/** Whether a loop should yield after its item number `done`. */
export const isBreak = (done: number): boolean => done % ITEMS === ITEMS - 1;

/** Does the work in one go. */
export function whole<Result>(work: Portions<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Work that cannot be divided. */
export function* atOnce<Result>(act: () => Result): Portions<Result> {
  yield;
  return act();
}
