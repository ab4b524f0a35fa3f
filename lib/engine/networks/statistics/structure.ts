import type { NetworkState, Row } from "../../base/row";

/**
 * The neighbours of every row in one array: those of row i lie at `starts[i]` to `starts[i + 1]`,
 * in ascending order.
 */
export type Neighbours = { readonly starts: Int32Array; readonly ends: Int32Array };

/** The ties of a network between the positions of its rows. */
export type Structure = {
  readonly size: number;
  readonly directed: boolean;
  readonly rows: readonly Row[];
  /** The position of each row, by its id. */
  readonly positions: ReadonlyMap<string, number>;
  /** Along ties that lead away from a row; all ties when undirected. */
  readonly outward: Neighbours;
  /** Against ties that lead to a row; all ties when undirected. */
  readonly inward: Neighbours;
  /** Regardless of direction, each neighbour once. */
  readonly either: Neighbours;
};

/** Announces steps before they are taken. Throws when there are too few left. */
export type Spend = (steps: number) => void;

const structures = new WeakMap<NetworkState, Structure>();

/** Returns the structure of a state of a network, built on first use in O(rows + ties). */
export function structureOf(state: NetworkState): Structure {
  const known = structures.get(state);
  if (known !== undefined) return known;
  const structure = buildStructure(state);
  structures.set(state, structure);
  return structure;
}

function buildStructure({ rows, ties, directed }: NetworkState): Structure {
  const positions = new Map(rows.map(({ id }, position) => [id, position]));
  const pairs: number[] = [];
  for (const tie of ties) {
    const source = positions.get(String(tie.source));
    const target = positions.get(String(tie.target));
    if (source === undefined || target === undefined || source === target) continue;
    pairs.push(source, target);
    if (!directed) pairs.push(target, source);
  }
  // Lists are filled in order of the other end, so that transposing sorts them.
  const outward = transpose(groupByTarget(pairs, rows.length));
  const inward = directed ? transpose(outward) : outward;
  return {
    size: rows.length,
    directed,
    rows,
    positions,
    outward,
    inward,
    either: directed ? unite(outward, inward) : outward,
  };
}

function groupByTarget(pairs: readonly number[], size: number): Neighbours {
  const starts = new Int32Array(size + 1);
  for (let at = 1; at < pairs.length; at += 2) count(starts, pairs[at] ?? 0);
  accumulate(starts);
  const next = starts.slice();
  const ends = new Int32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2)
    place(next, ends, pairs[at + 1] ?? 0, pairs[at] ?? 0);
  return { starts, ends };
}

function transpose({ starts, ends }: Neighbours): Neighbours {
  const turned = new Int32Array(starts.length);
  for (const end of ends) count(turned, end);
  accumulate(turned);
  const next = turned.slice();
  const filled = new Int32Array(ends.length);
  for (let row = 0; row + 1 < starts.length; row += 1)
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1)
      place(next, filled, ends[at] ?? 0, row);
  return { starts: turned, ends: filled };
}

const count = (starts: Int32Array, row: number): void => {
  starts[row + 1] = (starts[row + 1] ?? 0) + 1;
};

const accumulate = (starts: Int32Array): void => {
  for (let row = 1; row < starts.length; row += 1)
    starts[row] = (starts[row] ?? 0) + (starts[row - 1] ?? 0);
};

function place(next: Int32Array, ends: Int32Array, row: number, end: number): void {
  const at = next[row] ?? 0;
  ends[at] = end;
  next[row] = at + 1;
}

/** Merges two sorted lists of neighbours for each row, without repetitions. */
function unite(left: Neighbours, right: Neighbours): Neighbours {
  const starts = new Int32Array(left.starts.length);
  const ends: number[] = [];
  for (let row = 0; row + 1 < starts.length; row += 1) {
    let [one, two] = [left.starts[row] ?? 0, right.starts[row] ?? 0];
    const [oneEnd, twoEnd] = [left.starts[row + 1] ?? 0, right.starts[row + 1] ?? 0];
    while (one < oneEnd || two < twoEnd) {
      const first = one < oneEnd ? (left.ends[one] ?? 0) : Infinity;
      const second = two < twoEnd ? (right.ends[two] ?? 0) : Infinity;
      ends.push(Math.min(first, second));
      if (first <= second) one += 1;
      if (second <= first) two += 1;
    }
    starts[row + 1] = ends.length;
  }
  return { starts, ends: Int32Array.from(ends) };
}

export const degreeOf = ({ starts }: Neighbours, row: number): number =>
  (starts[row + 1] ?? 0) - (starts[row] ?? 0);
