import type { Draws } from "../base/row";
import { shouldYield, type Interruptible } from "../base/interruptible";
import type { TieRequest } from "./contract";

/**
 * Visits each pair that may be tied with this probability, independently, in time proportional to
 * the pairs visited: the number of pairs passed over until the next is geometric (V. Batagelj & U.
 * Brandes, "Efficient generation of large random networks", Physical Review E 71, 036113, 2005).
 * Draw `name`, index k gives the k-th gap, so that the visits for a lower probability come later
 * but in step with those for a higher one.
 */
export function* visitPairs(
  probability: number,
  request: TieRequest,
  draws: Draws,
  name: string,
  visit: (source: number, target: number) => void,
): Interruptible<void> {
  const { size, pair } = enumeratePairs(request);
  if (!(probability > 0)) return;
  const passing = Math.log1p(-Math.min(1, probability));
  for (let at = -1, k = 0; ; k += 1) {
    if (shouldYield(k)) yield;
    // With probability 1 `passing` is -Infinity and no pair is passed over.
    at += 1 + Math.floor(Math.log1p(-draws.uniform(name, k)) / passing);
    if (!(at < size)) return;
    pair(at, visit);
  }
}

type Visit = (source: number, target: number) => void;

/**
 * The pairs that may be tied, numbered: unordered pairs of one table when undirected, ordered ones
 * when directed, or of two tables.
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
      // Pair {i, j} with i < j has number j(j-1)/2 + i; the root may be off by one in the last
      // digit.
      let j = Math.floor((1 + Math.sqrt(1 + 8 * index)) / 2);
      if ((j * (j - 1)) / 2 > index) j -= 1;
      else if ((j * (j + 1)) / 2 <= index) j += 1;
      visit(index - (j * (j - 1)) / 2, j);
    },
  };
}

/**
 * The probability that gives each row this many ties on average; more than everyone is everyone.
 */
export function probabilityForDegree(degree: number, { targets, same }: TieRequest): number {
  const others = targets.length - (same ? 1 : 0);
  return others <= 0 ? 0 : Math.min(1, degree / others);
}
