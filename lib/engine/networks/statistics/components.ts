import type { Row } from "../../base/row";
import { perState } from "./per-state";
import type { Structure } from "./structure";

export type Components = {
  /** The component of each row, numbered from 0 in order of their first rows. */
  readonly labels: Int32Array;
  /** The rows of each component, in order. */
  readonly members: readonly (readonly Row[])[];
};

/**
 * The connected components (Wasserman & Faust 1994, 4.2.3): largest sets of rows with a path
 * between any two of them. In a directed network the weak ones, regardless of direction. A row
 * without ties is a component of its own; a network without rows has none. By breadth-first search
 * in O(rows + ties).
 */
export const components = perState((structure, spend): Components => {
  const { size, either, rows } = structure;
  spend(size + either.ends.length);
  const labels = new Int32Array(size).fill(-1);
  let found = 0;
  const queue = new Int32Array(size);
  for (let first = 0; first < size; first += 1)
    if (labels[first] === -1) {
      label(structure, { first, labels, queue }, found);
      found += 1;
    }
  const members = Array.from({ length: found }, (): Row[] => []);
  for (const [position, row] of rows.entries()) members[labels[position] ?? 0]?.push(row);
  return { labels, members };
});

/** Labels the rows connected to the first one. */
function label(
  { either: { starts, ends } }: Structure,
  {
    first,
    labels,
    queue,
  }: { readonly first: number; readonly labels: Int32Array; readonly queue: Int32Array },
  component: number,
): void {
  let found = 1;
  queue[0] = first;
  labels[first] = component;
  for (let head = 0; head < found; head += 1) {
    const row = queue[head] ?? 0;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const other = ends[at] ?? 0;
      if (labels[other] !== -1) continue;
      labels[other] = component;
      queue[found] = other;
      found += 1;
    }
  }
}
