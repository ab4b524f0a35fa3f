import type { TieEnds } from "./ports";

/** Number of agents whose ties are read at a time. */
const BATCH_SIZE = 100;

export type ExploreOptions = {
  /**
   * Returns the agents to start with, and to start again with when the traversal has run out; null
   * ends it.
   */
  readonly begin: (attempt: number) => Promise<readonly string[] | null>;
  /**
   * Returns the agents to visit next among the unvisited neighbours of an agent, `hops` ties from a
   * start.
   */
  readonly spread: (id: string, neighbours: readonly string[], hops: number) => readonly string[];
  readonly tiesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, TieEnds>>;
  /** Numbers of agents, and of ties between them, at which to stop. */
  readonly most: { readonly agents: number; readonly ties: number };
};

/**
 * The visited agents, in order, with the ties among them that either end lists, as indices into
 * `ids`, and how many ties of the whole network each lists.
 */
export type ExploredNetwork = {
  readonly ids: readonly string[];
  readonly edges: readonly (readonly [number, number])[];
  readonly degrees: readonly number[];
};

/**
 * Traverses a network from some of its agents along its ties, in either direction. The cost is
 * proportional to what it visits.
 */
export async function explore(
  { begin, spread, tiesOf, most }: ExploreOptions,
  directed: boolean,
): Promise<ExploredNetwork> {
  const reached = new Set<string>();
  const found = new TieCollector(directed);
  const join = (ids: readonly string[]): string[] => {
    const joining: string[] = [];
    for (const id of ids) {
      if (reached.size >= most.agents) break;
      if (!reached.has(id)) joining.push(id);
      reached.add(id);
    }
    return joining;
  };

  for (let attempt = 0; reached.size < most.agents && found.ties < most.ties; attempt += 1) {
    const beginnings = await begin(attempt);
    if (beginnings === null) break;
    let wave = join(beginnings);
    for (let hops = 0; wave.length > 0; hops += 1) {
      const next: string[] = [];
      for (let at = 0; at < wave.length && found.ties < most.ties; at += BATCH_SIZE) {
        const batch = wave.slice(at, at + BATCH_SIZE);
        const ties = await tiesOf(batch);
        for (const id of batch) {
          if (found.ties >= most.ties) break;
          const ends = ties.get(id) ?? { to: [], from: [] };
          found.add(id, ends);
          const neighbours = [...new Set([...ends.to, ...ends.from])].filter(
            (other) => !reached.has(other),
          );
          if (neighbours.length > 0) next.push(...join(spread(id, neighbours, hops)));
        }
      }
      wave = next;
    }
  }
  return found.all();
}

/**
 * Collects agents and the ties among them: a tie is known as soon as either of its ends lists it.
 */
class TieCollector {
  private readonly places = new Map<string, number>();
  private readonly degrees: number[] = [];
  private readonly edges: [number, number][] = [];
  private readonly pairs = new Set<string>();
  /** For each agent not added yet: agents with a tie to it, and agents it has a tie to. */
  private readonly awaited = new Map<string, { readonly from: number[]; readonly to: number[] }>();

  constructor(private readonly directed: boolean) {}

  get ties(): number {
    return this.edges.length;
  }

  add(id: string, { to, from }: TieEnds): void {
    const place = this.places.size;
    this.places.set(id, place);
    const listed = new Set(to);
    const back = this.directed ? from : from.filter((other) => !listed.has(other));
    this.degrees.push(to.length + back.length);
    for (const other of to) {
      const there = this.places.get(other);
      if (there === undefined) this.expect(other).from.push(place);
      else this.tie(place, there);
    }
    for (const other of back) {
      const there = this.places.get(other);
      if (there === undefined) this.expect(other).to.push(place);
      else this.tie(there, place);
    }
    // Lists of agents with very many ties are cut: other ends may have listed the missing ones.
    const pending = this.awaited.get(id);
    for (const source of pending?.from ?? []) this.tie(source, place);
    for (const target of pending?.to ?? []) this.tie(place, target);
    this.awaited.delete(id);
  }

  private expect(id: string): { readonly from: number[]; readonly to: number[] } {
    const known = this.awaited.get(id) ?? { from: [], to: [] };
    this.awaited.set(id, known);
    return known;
  }

  private tie(source: number, target: number): void {
    const pair = this.directed || source < target ? `${source} ${target}` : `${target} ${source}`;
    if (this.pairs.has(pair)) return;
    this.pairs.add(pair);
    this.edges.push([source, target]);
  }

  all(): ExploredNetwork {
    return { ids: [...this.places.keys()], edges: this.edges, degrees: this.degrees };
  }
}
