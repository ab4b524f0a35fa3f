import { perState } from "./per-state";
import type { Neighbours } from "./structure";

/** A statistic that has no value, and why. */
export type Unavailable = { readonly reason: string };

type Search = {
  readonly queue: Int32Array;
  readonly depths: Int32Array;
  /** The number of shortest paths from the source to each row. */
  readonly paths: Float64Array;
};

/**
 * Betweenness (Freeman 1977) by the algorithm of Brandes 2001 in O(rows · (rows + ties)): for each
 * row the share of shortest paths between two others that pass through it, summed over the ordered
 * pairs of others and divided by their number, (n − 1)(n − 2), so that it lies between 0 and 1. In
 * a directed network paths follow the direction of ties. Pairs without a path add nothing; with
 * fewer than three rows all values are 0.
 */
export const betweenness = perState(({ size, outward }, spend): Float64Array | Unavailable => {
  spend(3 * size * (size + outward.ends.length));
  const scores = new Float64Array(size);
  // Of each row: the share of its dependency that falls to one of the paths that lead to it.
  const shares = new Float64Array(size);
  const search: Search = {
    queue: new Int32Array(size),
    depths: new Int32Array(size),
    paths: new Float64Array(size),
  };
  for (let source = 0; source < size; source += 1) {
    const found = countPaths(outward, source, search);
    for (let place = found - 1; place >= 0; place -= 1) {
      const row = search.queue[place] ?? 0;
      const paths = search.paths[row] ?? 0;
      if (!Number.isFinite(paths))
        return { reason: "there are more shortest paths than a number can hold" };
      const dependency = paths * sumShares(outward, { row, search, shares });
      shares[row] = (1 + dependency) / paths;
      if (row !== source) scores[row] = (scores[row] ?? 0) + dependency;
    }
  }
  const pairs = Math.max(1, (size - 1) * (size - 2));
  return scores.map((score) => score / pairs);
});

/** Counts the shortest paths from a source, and returns how many rows it reaches. */
function countPaths(
  { starts, ends }: Neighbours,
  source: number,
  { queue, depths, paths }: Search,
): number {
  depths.fill(-1);
  paths.fill(0);
  depths[source] = 0;
  paths[source] = 1;
  queue[0] = source;
  let found = 1;
  for (let head = 0; head < found; head += 1) {
    const row = queue[head] ?? 0;
    const next = (depths[row] ?? 0) + 1;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const other = ends[at] ?? 0;
      if (depths[other] === -1) {
        depths[other] = next;
        queue[found] = other;
        found += 1;
      }
      if (depths[other] === next) paths[other] = (paths[other] ?? 0) + (paths[row] ?? 0);
    }
  }
  return found;
}

/** Sums the shares of the rows that follow a row on shortest paths from the source. */
function sumShares(
  { starts, ends }: Neighbours,
  {
    row,
    search: { depths },
    shares,
  }: { readonly row: number; readonly search: Search; readonly shares: Float64Array },
): number {
  const next = (depths[row] ?? 0) + 1;
  let sum = 0;
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
    const other = ends[at] ?? 0;
    if (depths[other] === next) sum += shares[other] ?? 0;
  }
  return sum;
}
