import type { Draws } from "./hash";

export interface Work {
  readonly promptTokens: number;
  /** Leading prompt tokens found in the prefix cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly draws: Draws;
  /** Called with the share of the output written so far (0 … 1), for streams. */
  readonly onProgress?: (share: number) => void;
}

export type Cancel = () => void;

/**
 * Determines the duration of an answer. `start` calls `done` once, at once or later, unless
 * cancelled before.
 */
export interface LoadModel {
  /** False when the queue is full. */
  admits(): boolean;
  start(work: Work, done: () => void): Cancel;
  readonly running: number;
  readonly waiting: number;
  /** Sum over all slots of the time they were occupied, in milliseconds, until now. */
  busyMs(): number;
}
