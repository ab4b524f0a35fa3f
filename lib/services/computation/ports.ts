/**
 * A computation without input or output of its own, which may run in another thread: its input and
 * result are data that can be copied. Declared by the area that needs it, and listed in
 * `lib/container/computation`.
 */
export type Task<Input, Result> = {
  readonly name: string;
  /** What people call it, as the beginning of a sentence: “The estimate”. */
  readonly label: string;
  /** Seconds after which it is stopped where it does not run in the thread of the program. */
  readonly limitSeconds: number;
  /** @throws AppError for what the person can mend */
  readonly run: (
    input: Input,
    signal: AbortSignal,
    onProgress: OnProgress,
  ) => Result | Promise<Result>;
};

/** Called with the share of the work that is done, from 0 to 1. */
export type OnProgress = (share: number) => void;

/** Whom a computation is for: one person's computations wait for each other, nobody else's. */
export type TaskOwner = {
  readonly person: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
};

/** Runs computations so that the other work of the process goes on. */
export interface Computation {
  /**
   * @throws AppError invalid when the computation exceeds its time or memory, tooMany when the
   *   person has too many of them waiting; the reason of the signal when that is aborted
   */
  run<Input, Result>(task: Task<Input, Result>, input: Input, owner: TaskOwner): Promise<Result>;
}
