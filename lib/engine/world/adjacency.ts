import type { Row } from "../base/row";

/** The ties of one end, in order of the other end's ordinal, as three arrays of equal length. */
type AdjacencyList = { ordinals: number[]; rows: Row[]; ties: Row[]; shared: boolean };

const NO_ROWS: readonly Row[] = [];

/** Returns the first index whose ordinal is not less than the given one. */
function lowerBound(ordinals: readonly number[], ordinal: number): number {
  let low = 0;
  let high = ordinals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordinals[middle] ?? 0) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The adjacency lists of one direction of a network. At most one tie per pair of ends. Returned
 * lists are never modified.
 */
export class Adjacency {
  private readonly nodes = new Map<string, AdjacencyList>();

  add(end: string, other: Row, otherOrdinal: number, tie: Row): void {
    let node = this.nodes.get(end);
    if (!node) this.nodes.set(end, (node = { ordinals: [], rows: [], ties: [], shared: false }));
    const at = lowerBound(node.ordinals, otherOrdinal);
    if (node.shared) this.unshare(node);
    if (at === node.ordinals.length) {
      node.ordinals.push(otherOrdinal);
      node.rows.push(other);
      node.ties.push(tie);
    } else {
      node.ordinals.splice(at, 0, otherOrdinal);
      node.rows.splice(at, 0, other);
      node.ties.splice(at, 0, tie);
    }
  }

  remove(end: string, otherOrdinal: number): void {
    const node = this.nodes.get(end);
    if (!node) return;
    const at = lowerBound(node.ordinals, otherOrdinal);
    if (node.ordinals[at] !== otherOrdinal) return;
    if (node.shared) this.unshare(node);
    node.ordinals.splice(at, 1);
    node.rows.splice(at, 1);
    node.ties.splice(at, 1);
    if (node.ordinals.length === 0) this.nodes.delete(end);
  }

  neighbours(end: string): readonly Row[] {
    const node = this.nodes.get(end);
    if (!node) return NO_ROWS;
    node.shared = true;
    return node.rows;
  }

  /** Returns a copy, because callers delete these ties while iterating. */
  ties(end: string): readonly Row[] {
    return this.nodes.get(end)?.ties.slice() ?? NO_ROWS;
  }

  tie(end: string, otherOrdinal: number): Row | undefined {
    const node = this.nodes.get(end);
    if (!node) return undefined;
    const at = lowerBound(node.ordinals, otherOrdinal);
    return node.ordinals[at] === otherOrdinal ? node.ties[at] : undefined;
  }

  degree(end: string): number {
    return this.nodes.get(end)?.rows.length ?? 0;
  }

  private unshare(node: AdjacencyList): void {
    node.rows = node.rows.slice();
    node.shared = false;
  }
}
