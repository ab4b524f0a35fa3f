import type { Draws } from "../base/row";

const ATTEMPTS = 16;

/**
 * Returns a uniformly random index below `size` that is not taken; undefined if all are taken.
 * Rejection sampling; after 16 rejections, which nearly full lists need, takes the next free index
 * instead. Uses draws `name` with index `slot * 16` to `slot * 16 + 15`.
 */
export function pickFree(
  size: number,
  taken: (index: number) => boolean,
  { draws, name, slot }: { readonly draws: Draws; readonly name: string; readonly slot: number },
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
