import type { Computation } from "./ports";

/** Computes in the thread of the program: for programs that serve nobody else meanwhile. */
export const computeHere: Computation = {
  async run(task, input, { signal, onProgress = () => undefined }) {
    signal?.throwIfAborted();
    return task.run(input, signal ?? new AbortController().signal, onProgress);
  },
};
