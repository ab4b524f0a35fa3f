/**
 * Work that yields at intervals so that other tasks can run; its result does not depend on the
 * interruptions. `runToEnd` runs it at once; a process that must stay responsive runs it in slices.
 */
export type Interruptible<Result> = Generator<undefined, Result, undefined>;

/** Loop iterations between two yields: at most some milliseconds of work. */
const ITEMS_PER_SLICE = 128;
/** Operations between two yields, for loops whose iterations are long: some milliseconds. */
const OPERATIONS_PER_SLICE = 100_000;

/**
 * Operations since the last yield, of whatever this thread computes. They decide only where work
 * yields, never what it computes, so that they may be shared.
 */
const slice = { operations: 0 };

/** Counts steps of expressions and effects, so that loops over them yield in time. */
export const countOperations = (operations: number): void => {
  slice.operations += operations;
};

/** Whether enough operations were counted for a yield; then begins to count again. */
export function isSliceOver(): boolean {
  if (slice.operations < OPERATIONS_PER_SLICE) return false;
  slice.operations = 0;
  return true;
}

/** Whether a loop should yield after iteration `done`. */
export const shouldYield = (done: number): boolean =>
  isSliceOver() || done % ITEMS_PER_SLICE === ITEMS_PER_SLICE - 1;

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
