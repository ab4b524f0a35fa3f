import type { Draws } from "../base/row";
import { shouldYield, type Interruptible } from "../base/interruptible";
import type { TieRequest } from "./contract";

/**
 * Visits each possible pair independently with this probability, in time linear in the visited
 * pairs: the number of skipped pairs is geometrically distributed (V. Batagelj & U. Brandes,
 * "Efficient generation of large random networks", Physical Review E 71, 036113, 2005). Draw `name`
 * with index k gives the k-th gap, so that visits with a lower probability are correlated with
 * those for a higher one.
 */
export function* visitPairs(
  probability: number,
  {
    probability: request,
    draws,
    name,
    visit,
  }: {
    readonly probability: TieRequest;
    readonly draws: Draws;
    readonly name: string;
    readonly visit: (source: number, target: number) => void;
  },
): Interruptible<void> {
  const { size, pair } = enumeratePairs(request);
  if (!(probability > 0)) return;
  const passing = Math.log1p(-Math.min(1, probability));
  for (let at = -1, k = 0; ; k += 1) {
    if (shouldYield(k)) yield;
    // With probability 1, `passing` is -Infinity and no pair is skipped.
    at += 1 + Math.floor(Math.log1p(-draws.uniform(name, k)) / passing);
    if (!(at < size)) return;
    pair(at, visit);
  }
}

type Visit = (source: number, target: number) => void;

/**
 * Numbers the possible pairs: unordered pairs of one table if undirected, ordered ones if directed,
 * or pairs of two tables.
 */
function enumeratePairs({ sources, targets, same, directed }: TieRequest): {
  size: number;
  pair: (index: number, visit: Visit) => void;
} {
  const n = sources.length;
  const width = targets.length;
  if (!same)
    return {
      size: n * width,
      pair: (index, visit) => visit(Math.floor(index / width), index % width),
    };
  if (directed) {
    return {
      size: n * (n - 1),
      pair: (index, visit) => {
        const source = Math.floor(index / (n - 1));
        const other = index % (n - 1);
        visit(source, other < source ? other : other + 1);
      },
    };
  }
  return {
    size: (n * (n - 1)) / 2,
    pair: (index, visit) => {
      // Pair {i, j} with i < j has number j(j-1)/2 + i; rounding may put the root off by one.
      let j = Math.floor((1 + Math.sqrt(1 + 8 * index)) / 2);
      if ((j * (j - 1)) / 2 > index) j -= 1;
      else if ((j * (j + 1)) / 2 <= index) j += 1;
      visit(index - (j * (j - 1)) / 2, j);
    },
  };
}

/** Probability that gives this mean degree; at most 1. */
export function probabilityForDegree(degree: number, { targets, same }: TieRequest): number {
  const others = targets.length - (same ? 1 : 0);
  return others <= 0 ? 0 : Math.min(1, degree / others);
}
