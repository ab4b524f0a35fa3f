import type { Draws } from "../base/row";

const ATTEMPTS = 16;

/**
 * An index below `size` that is not taken, each equally likely, or undefined when all are taken.
 * Draws again while the draw is taken; after 16 times in a row, which takes a nearly full list,
 * goes on to the next free one. Uses draws `name`, index `slot * 16` to `slot * 16 + 15`.
 */
export function pickFree(
  size: number,
  taken: (index: number) => boolean,
  draws: Draws,
  name: string,
  slot: number,
): number | undefined {
  let candidate = 0;
  for (let attempt = 0; attempt < ATTEMPTS && size > 0; attempt += 1) {
    candidate = Math.floor(draws.uniform(name, slot * ATTEMPTS + attempt) * size);
    if (!taken(candidate)) return candidate;
  }
  for (let step = 1; step <= size; step += 1) {
    const next = (candidate + step) % size;
    if (!taken(next)) return next;
  }
  return undefined;
}
