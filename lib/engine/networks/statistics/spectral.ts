import type { Unavailable } from "./betweenness";
import { perState } from "./per-state";
import { degreeOf, type Structure } from "./structure";

/** The probability of going on along a tie (Brin & Page 1998). */
const DAMPING = 0.85;
/** Iterations end when the values change by less than this in total. */
const PAGE_RANK_TOLERANCE = 1e-12;
/** More than it ever takes: every iteration shrinks the change by the damping at least. */
const PAGE_RANK_ITERATIONS = 200;

/** Iterations end when the vector, of length 1, moves by less than this. */
const EIGENVECTOR_TOLERANCE = 1e-10;
const EIGENVECTOR_ITERATIONS = 10_000;

/**
 * PageRank (Brin & Page 1998) by power iteration from equal values; they sum to 1. Ties lead from
 * source to target; those of an undirected network lead both ways. A row from which no tie leads
 * passes its value on to all rows alike. O(rows + ties) for each of at most 200 iterations.
 */
export const pageRank = perState(({ size, outward, inward }, spend): Float64Array => {
  let ranks = new Float64Array(size).fill(1 / Math.max(1, size));
  for (let iteration = 0; iteration < PAGE_RANK_ITERATIONS; iteration += 1) {
    spend(2 * size + inward.ends.length);
    let leftOver = 0;
    const passed = ranks.map((rank, row) => {
      const degree = degreeOf(outward, row);
      if (degree === 0) leftOver += rank;
      return degree === 0 ? 0 : rank / degree;
    });
    const base = (1 - DAMPING + DAMPING * leftOver) / size;
    const next = sumInward({ size, inward }, passed).map((sum) => base + DAMPING * sum);
    const change = next.reduce((sum, rank, row) => sum + Math.abs(rank - (ranks[row] ?? 0)), 0);
    ranks = next;
    if (change < PAGE_RANK_TOLERANCE) break;
  }
  return ranks;
});

/**
 * Eigenvector centrality (Bonacich 1972): the value of a row is proportional to the sum of those of
 * the rows with ties to it; the values have the Euclidean length 1. By power iteration from equal
 * values on the matrix of ties plus the identity, which has the same eigenvectors and converges for
 * bipartite networks, too. Of several components, those with the greatest eigenvalue share the
 * values and all others have 0. Null where only the eigenvalue 0 exists: without ties and, in a
 * directed network, without a cycle. O(rows + ties) for each iteration.
 */
export const eigenvectorCentrality = perState(
  (structure, spend): Float64Array | Unavailable | null => {
    const { size, inward } = structure;
    spend(size + inward.ends.length);
    if (!hasCycle(structure)) return null;
    let values = new Float64Array(size).fill(1 / Math.sqrt(size));
    for (let iteration = 0; iteration < EIGENVECTOR_ITERATIONS; iteration += 1) {
      spend(2 * size + inward.ends.length);
      const sums = sumInward(structure, values).map((sum, row) => sum + (values[row] ?? 0));
      const length = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0));
      const next = sums.map((sum) => sum / length);
      const moved = next.reduce((sum, value, row) => sum + (value - (values[row] ?? 0)) ** 2, 0);
      values = next;
      if (Math.sqrt(moved) < EIGENVECTOR_TOLERANCE) return values;
    }
    return { reason: `the values still change after ${EIGENVECTOR_ITERATIONS} iterations` };
  },
);

/** Sums, for each row, the values of the rows with ties to it, in their order. */
function sumInward(
  { size, inward: { starts, ends } }: Pick<Structure, "size" | "inward">,
  values: Float64Array,
): Float64Array {
  const sums = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let sum = 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1)
      sum += values[ends[at] ?? 0] ?? 0;
    sums[row] = sum;
  }
  return sums;
}

/** Whether a path leads back to its start (Kahn 1962); an undirected tie leads there and back. */
function hasCycle({ size, directed, outward, inward }: Structure): boolean {
  if (!directed) return outward.ends.length > 0;
  const open = Int32Array.from({ length: size }, (_, row) => degreeOf(inward, row));
  const ready = [...open.keys()].filter((row) => open[row] === 0);
  let done = 0;
  for (let row = ready.pop(); row !== undefined; row = ready.pop()) {
    done += 1;
    for (let at = outward.starts[row] ?? 0; at < (outward.starts[row + 1] ?? 0); at += 1) {
      const other = outward.ends[at] ?? 0;
      open[other] = (open[other] ?? 0) - 1;
      if (open[other] === 0) ready.push(other);
    }
  }
  return done < size;
}
