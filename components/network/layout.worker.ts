import { computeLayout, type LayoutTask } from "./layout";

/** How often an unfinished layout is reported, in milliseconds. */
const UPDATE_INTERVAL_MS = 150;

/** Answer of the worker: the number of the task, the positions, and whether they are final. */
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
