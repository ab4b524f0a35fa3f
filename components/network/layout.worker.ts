import { computeLayout, type LayoutTask } from "./layout";

/** How often a picture that is being laid out is shown, in milliseconds. */
const UPDATE_INTERVAL_MS = 150;

/** What the worker answers: the task's number, where everybody stands, and whether they stay there. */
export type LayoutMessage = {
  readonly task: number;
  readonly positions: Float32Array;
  readonly done: boolean;
};

self.onmessage = ({ data: { task, ...network } }: MessageEvent<LayoutTask & { task: number }>) => {
  let shownAt = performance.now();
  const positions = computeLayout(network, (now) => {
    if (performance.now() - shownAt < UPDATE_INTERVAL_MS) return;
    shownAt = performance.now();
    self.postMessage({ task, positions: now(), done: false } satisfies LayoutMessage);
  });
  self.postMessage({ task, positions, done: true } satisfies LayoutMessage);
};
