import { perState } from "./per-state";
import { degreeOf, type Structure } from "./structure";

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

type Mixing = { readonly within: number; readonly expected: number };

/**
 * The share of ties within groups, and the share expected of ties placed at random between rows of
 * the same degrees; undefined without ties. `groups`: the group of each row, numbered from 0.
 * O(rows + ties).
 */
function mixingOf({ size, outward, inward }: Structure, groups: Int32Array): Mixing | undefined {
  const { starts, ends } = outward;
  const ties = ends.length;
  if (ties === 0) return undefined;
  const count = groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  const [from, to] = [new Float64Array(count), new Float64Array(count)];
  let within = 0;
  for (let row = 0; row < size; row += 1) {
    const group = groups[row] ?? 0;
    from[group] = (from[group] ?? 0) + degreeOf(outward, row);
    to[group] = (to[group] ?? 0) + degreeOf(inward, row);
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1)
      if (groups[ends[at] ?? 0] === group) within += 1;
  }
  let expected = 0;
  for (const [group, leading] of from.entries()) expected += leading * (to[group] ?? 0);
  return { within: within / ties, expected: expected / (ties * ties) };
}

/**
 * Modularity (Newman & Girvan 2004): the share of ties within groups less the share expected; in a
 * directed network by out-degrees and in-degrees (Leicht & Newman 2008). Null without ties.
 */
export function modularity(structure: Structure, groups: Int32Array): number | null {
  const mixing = mixingOf(structure, groups);
  return mixing === undefined ? null : mixing.within - mixing.expected;
}

/**
 * Assortativity of a category (Newman 2003, equation 2): modularity divided by the greatest value
 * it could have, 1 if all ties lie within groups. Null without ties, or if all ties lie in one
 * group.
 */
export function categoryAssortativity(structure: Structure, groups: Int32Array): number | null {
  const mixing = mixingOf(structure, groups);
  if (mixing === undefined || mixing.expected === 1) return null;
  return (mixing.within - mixing.expected) / (1 - mixing.expected);
}
