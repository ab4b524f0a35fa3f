import { perState } from "./per-state";

export type Distances = {
  /** For each row: how many others it reaches along ties, and the sum of the distances to them. */
  readonly reached: Int32Array;
  readonly sums: Float64Array;
  /** The greatest distance from one row to another that it reaches; 0 if none reaches any. */
  readonly longest: number;
};

/**
 * The distances between all rows: numbers of ties on the shortest paths, in a directed network
 * along the direction of ties. Pairs without a path count nowhere. By breadth-first search from
 * every row in O(rows · (rows + ties)).
 */
export const distances = perState(({ size, outward: { starts, ends } }, spend): Distances => {
  spend(size * (size + ends.length));
  const reached = new Int32Array(size);
  const sums = new Float64Array(size);
  const queue = new Int32Array(size);
  const depths = new Int32Array(size);
  let longest = 0;
  for (let source = 0; source < size; source += 1) {
    depths.fill(-1);
    depths[source] = 0;
    queue[0] = source;
    let [found, sum] = [1, 0];
    for (let head = 0; head < found; head += 1) {
      const row = queue[head] ?? 0;
      const depth = depths[row] ?? 0;
      sum += depth;
      longest = Math.max(longest, depth);
      for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
        const other = ends[at] ?? 0;
        if (depths[other] !== -1) continue;
        depths[other] = depth + 1;
        queue[found] = other;
        found += 1;
      }
    }
    reached[source] = found - 1;
    sums[source] = sum;
  }
  return { reached, sums, longest };
});

/**
 * The mean distance over the ordered pairs of rows with a path from the first to the second; null
 * if there is none.
 */
export function meanDistance({ reached, sums }: Distances): number | null {
  let [pairs, sum] = [0, 0];
  for (const [row, others] of reached.entries()) {
    pairs += others;
    sum += sums[row] ?? 0;
  }
  return pairs === 0 ? null : sum / pairs;
}

/**
 * The greatest distance between rows with a path, so that of a network in several components is the
 * greatest within one of them; null if no path joins two rows.
 */
export const diameter = ({ longest }: Distances): number | null => (longest === 0 ? null : longest);

/**
 * Closeness of a row (Freeman 1979) with the correction for several components (Wasserman & Faust
 * 1994, 5.2.2): the share of others that it reaches, divided by its mean distance to them. In a
 * directed network along ties that lead away from it. 0 if it reaches nobody.
 */
export function closeness({ reached, sums }: Distances, row: number): number {
  const [others, sum] = [reached[row] ?? 0, sums[row] ?? 0];
  return others === 0 ? 0 : (others / (reached.length - 1)) * (others / sum);
}
