import { layOut, type LayoutTask } from "./layout";

/** How often a picture that is being laid out is shown, in milliseconds. */
const SHOW_EVERY = 150;

/** What the worker answers: the task's number, where everybody stands, and whether they stay there. */
export type Laid = {
  readonly task: number;
  readonly positions: Float32Array;
  readonly done: boolean;
};

self.onmessage = ({ data: { task, ...network } }: MessageEvent<LayoutTask & { task: number }>) => {
  let shownAt = performance.now();
  const positions = layOut(network, (now) => {
    if (performance.now() - shownAt < SHOW_EVERY) return;
    shownAt = performance.now();
    self.postMessage({ task, positions: now(), done: false } satisfies Laid);
  });
  self.postMessage({ task, positions, done: true } satisfies Laid);
};
