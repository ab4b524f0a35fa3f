import type { NetworkState, Row } from "../base/row";
import { Adjacency } from "./adjacency";
import type { TableStore } from "./table-store";

const endId = (row: Row, end: "source" | "target"): string => String(row[end]);

/**
 * An index of the ties of one network by their ends. Undirected ties are found from both ends,
 * directed ones from their source.
 */
export class NetworkIndex {
  private readonly forward = new Adjacency();
  /** Incoming directed ties, needed only to delete the ties of a deleted row. */
  private readonly backward: Adjacency;
  private lastState: NetworkState | undefined;
  /** The versions of the tables of sources and targets in that state. */
  private stateVersions: readonly [sources: number, targets: number] = [0, 0];

  constructor(
    private readonly directed: boolean,
    private readonly sources: TableStore,
    private readonly targets: TableStore,
  ) {
    this.backward = directed ? new Adjacency() : this.forward;
  }

  /** @throws RangeError when an end does not exist */
  add(tie: Row): void {
    const source = this.sources.get(endId(tie, "source"));
    const target = this.targets.get(endId(tie, "target"));
    if (!source || !target) throw new RangeError(`${tie.id}: a tie needs two ends that exist.`);
    this.lastState = undefined;
    this.forward.add(source.id, target, this.targets.ordinalOf(target), tie);
    this.backward.add(target.id, source, this.sources.ordinalOf(source), tie);
  }

  remove(tie: Row): void {
    this.lastState = undefined;
    this.forward.remove(endId(tie, "source"), this.targets.ordinalOfId(endId(tie, "target")));
    this.backward.remove(endId(tie, "target"), this.sources.ordinalOfId(endId(tie, "source")));
  }

  /** Returns the state of the network; a new one when a tie or a row of its tables came or went. */
  state(ties: TableStore): NetworkState {
    const { sources: from, targets: to, lastState, stateVersions } = this;
    if (lastState && stateVersions[0] === from.version && stateVersions[1] === to.version)
      return lastState;
    const rows = from === to ? from.rows() : from.rows().concat(to.rows());
    this.stateVersions = [from.version, to.version];
    this.lastState = { rows, ties: ties.rows(), directed: this.directed };
    return this.lastState;
  }

  neighbours(id: string): readonly Row[] {
    return this.forward.neighbours(id);
  }

  degree(id: string): number {
    return this.forward.degree(id);
  }

  /** Returns the tie from one row to another; for undirected networks, in either direction. */
  tie(from: string, to: string): Row | undefined {
    const forward = this.targets.get(to) && this.forward.tie(from, this.targets.ordinalOfId(to));
    if (forward || this.directed) return forward;
    return this.sources.get(to) && this.forward.tie(from, this.sources.ordinalOfId(to));
  }

  tiesOf(id: string): readonly Row[] {
    return this.directed
      ? [...this.forward.ties(id), ...this.backward.ties(id)]
      : this.forward.ties(id);
  }

  /** Breadth-first search; null when no path has at most `limit` ties. */
  distance(from: string, to: string, limit: number): number | null {
    if (from === to) return 0;
    const seen = new Set([from]);
    let frontier = [from];
    for (let length = 1; length <= limit && frontier.length > 0; length += 1) {
      const next: string[] = [];
      for (const id of frontier) {
        for (const neighbour of this.forward.neighbours(id)) {
          if (neighbour.id === to) return length;
          if (seen.has(neighbour.id)) continue;
          seen.add(neighbour.id);
          next.push(neighbour.id);
        }
      }
      frontier = next;
    }
    return null;
  }
}
