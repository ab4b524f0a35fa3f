import { perState } from "./per-state";
import { degreeOf, type Neighbours } from "./structure";

export type Triangles = {
  /** The number of triangles that each row belongs to. */
  readonly counts: Float64Array;
  /** The number of neighbours of each row, regardless of direction. */
  readonly degrees: Int32Array;
};

/**
 * The triangles of every row, the direction of ties ignored. Every triangle is found once, at its
 * row with the fewest neighbours (algorithm "forward" of Schank & Wagner 2005), in O(ties^1.5).
 */
export const triangles = perState(({ size, either }, spend): Triangles => {
  spend(2 * (size + either.ends.length));
  const degrees = Int32Array.from({ length: size }, (_, row) => degreeOf(either, row));
  const counts = new Float64Array(size);
  const upward = keepUpward(either, degrees);
  const { starts, ends } = upward;
  for (let row = 0; row < size; row += 1) {
    const last = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < last; at += 1) {
      const other = ends[at] ?? 0;
      let [one, two] = [starts[row] ?? 0, starts[other] ?? 0];
      const lastOther = starts[other + 1] ?? 0;
      spend(last - one + lastOther - two);
      while (one < last && two < lastOther) {
        const [left, right] = [ends[one] ?? 0, ends[two] ?? 0];
        if (left === right)
          for (const corner of [row, other, left]) counts[corner] = (counts[corner] ?? 0) + 1;
        if (left <= right) one += 1;
        if (right <= left) two += 1;
      }
    }
  }
  return { counts, degrees };
});

/** Keeps of each row the neighbours with more neighbours than itself; of equal ones, later rows. */
function keepUpward({ starts, ends }: Neighbours, degrees: Int32Array): Neighbours {
  const firsts = new Int32Array(starts.length);
  const upward = new Int32Array(ends.length / 2);
  let count = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const degree = degrees[row] ?? 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const other = ends[at] ?? 0;
      const difference = (degrees[other] ?? 0) - degree;
      if (difference < 0 || (difference === 0 && other < row)) continue;
      upward[count] = other;
      count += 1;
    }
    firsts[row + 1] = count;
  }
  return { starts: firsts, ends: upward };
}

const pairsOf = (neighbours: number): number => (neighbours * (neighbours - 1)) / 2;

/**
 * The local clustering coefficient (Watts & Strogatz 1998): the share of pairs of neighbours that a
 * tie joins. 0 with fewer than two neighbours, as the mean over all rows is usually taken.
 */
export function localClustering({ counts, degrees }: Triangles, row: number): number {
  const pairs = pairsOf(degrees[row] ?? 0);
  return pairs === 0 ? 0 : (counts[row] ?? 0) / pairs;
}

/**
 * Transitivity (Newman, Strogatz & Watts 2001): three times the number of triangles, divided by the
 * number of pairs of ties that share a row; null without such pairs.
 */
export function transitivity({ counts, degrees }: Triangles): number | null {
  let [closed, pairs] = [0, 0];
  for (const [row, count] of counts.entries()) {
    closed += count;
    pairs += pairsOf(degrees[row] ?? 0);
  }
  return pairs === 0 ? null : closed / pairs;
}
