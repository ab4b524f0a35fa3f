import { perState } from "./per-state";
import { degreeOf } from "./structure";

/**
 * Degree assortativity (Newman 2002, 2003): the correlation of the degrees at the two ends of a
 * tie, an undirected tie counted in both directions; in a directed network, of the out-degree of
 * the source with the in-degree of the target. Null without ties, or where one of them does not
 * vary. O(rows + ties).
 */
export const degreeAssortativity = perState(({ size, outward, inward }, spend): number | null => {
  const { starts, ends } = outward;
  spend(2 * (size + ends.length));
  const ties = ends.length;
  let [sumSource, sumTarget] = [0, 0];
  for (let row = 0; row < size; row += 1) {
    sumSource += degreeOf(outward, row) ** 2;
    sumTarget += degreeOf(inward, row) ** 2;
  }
  const [meanSource, meanTarget] = [sumSource / ties, sumTarget / ties];
  let [both, source, target] = [0, 0, 0];
  for (let row = 0; row < size; row += 1)
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const fromMean = degreeOf(outward, row) - meanSource;
      const toMean = degreeOf(inward, ends[at] ?? 0) - meanTarget;
      both += fromMean * toMean;
      source += fromMean * fromMean;
      target += toMean * toMean;
    }
  return source === 0 || target === 0 || ties === 0 ? null : both / Math.sqrt(source * target);
});

/** The ties of a network between groups of its rows. */
export type GroupTies = {
  readonly directed: boolean;
  /** The groups of the ends of each tie, numbered from 0. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  /** The weight of each tie, not negative; each counts 1 if undefined. */
  readonly weights?: readonly number[] | undefined;
};

type Mixing = { readonly within: number; readonly expected: number };

/**
 * The share of ties within groups, and the share expected of ties placed at random between rows of
 * the same degrees; undefined without ties of any weight. An undirected tie counts in both
 * directions. Weights take the place of numbers of ties (Newman 2004). Sums are in order of ties.
 * O(ties).
 */
function mixingOf({ directed, sources, targets, weights }: GroupTies): Mixing | undefined {
  const groups = Math.max(-1, lastOf(sources), lastOf(targets)) + 1;
  const [from, to] = [new Float64Array(groups), new Float64Array(groups)];
  let [total, within] = [0, 0];
  const add = (source: number, target: number, weight: number): void => {
    from[source] = (from[source] ?? 0) + weight;
    to[target] = (to[target] ?? 0) + weight;
    total += weight;
    if (source === target) within += weight;
  };
  for (const [tie, source] of sources.entries()) {
    const target = targets[tie] ?? 0;
    const weight = weights === undefined ? 1 : (weights[tie] ?? 0);
    add(source, target, weight);
    if (!directed) add(target, source, weight);
  }
  if (total === 0) return undefined;
  let expected = 0;
  for (const [group, leading] of from.entries())
    expected += (leading / total) * ((to[group] ?? 0) / total);
  return { within: within / total, expected };
}

const lastOf = (groups: readonly number[]): number =>
  groups.reduce((last, group) => Math.max(last, group), -1);

/**
 * Modularity (Newman & Girvan 2004): the share of ties within groups less the share expected; in a
 * directed network by out-degrees and in-degrees (Leicht & Newman 2008). Null without ties.
 */
export function modularity(ties: GroupTies): number | null {
  const mixing = mixingOf(ties);
  return mixing === undefined ? null : mixing.within - mixing.expected;
}

/**
 * Assortativity of a category (Newman 2003, equation 2): modularity divided by the greatest value
 * it could have, 1 if all ties lie within groups. Null without ties, or if all ties lie in one
 * group.
 */
export function categoryAssortativity(ties: GroupTies): number | null {
  const mixing = mixingOf(ties);
  if (mixing === undefined || mixing.expected === 1) return null;
  return (mixing.within - mixing.expected) / (1 - mixing.expected);
}
