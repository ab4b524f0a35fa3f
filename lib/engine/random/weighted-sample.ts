import type { Draws } from "../base/row";
import { exponentialFrom, totalWeight } from "./distributions";

/**
 * Returns the indices of up to `count` items, drawn one after another without replacement, each in
 * proportion to the weights of those left; items of weight zero are never drawn. P. S. Efraimidis
 * and P. G. Spirakis, "Weighted Random Sampling with a Reservoir", Information Processing Letters
 * 97, 2006, 181-185, with exponential keys instead of their powers, which underflow. The item at
 * index i uses the draw `name`, i, so that a larger sample starts with the smaller one.
 *
 * @throws RangeError when a weight is negative or infinite, or all are zero
 */
export function weightedSample(
  weights: readonly number[],
  count: number,
  { draws, name }: { readonly draws: Draws; readonly name: string },
): number[] {
  if (weights.length === 0) return [];
  totalWeight(weights);
  const keys = weights.map(
    (weight, index) => exponentialFrom(draws.uniform(name, index), 1) / weight,
  );
  return [...weights.keys()]
    .filter((index) => (weights[index] ?? 0) > 0)
    .sort((left, right) => {
      const [a, b] = [keys[left] ?? 0, keys[right] ?? 0];
      return a < b ? -1 : a > b ? 1 : left - right;
    })
    .slice(0, Math.max(0, Math.floor(count)));
}
