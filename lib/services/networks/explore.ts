import type { Ends } from "./ports";

/** Agents whose ties are read at a time. */
const BATCH = 100;

export type Exploration = {
  /** Whom to begin with, and with whom again when nobody is left to go on from; nobody ends the exploration. */
  readonly begin: (attempt: number) => Promise<readonly string[]>;
  /** To whom it spreads from an agent, of its neighbours that were not reached yet, `hops` ties from a beginning. */
  readonly spread: (id: string, neighbours: readonly string[], hops: number) => readonly string[];
  readonly tiesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, Ends>>;
  /** Agents, and ties between them, to stop at. */
  readonly most: { readonly agents: number; readonly ties: number };
};

/** The agents that were reached, in order, with all ties among them, as places in `ids`, and the degree of each in the whole network. */
export type Explored = { readonly ids: readonly string[]; readonly edges: readonly (readonly [number, number])[]; readonly degrees: readonly number[] };

/** Walks a network from some of its agents along its ties, whatever their direction. Costs what it reaches. */
export async function explore({ begin, spread, tiesOf, most }: Exploration, directed: boolean): Promise<Explored> {
  const reached = new Set<string>();
  const found = new Found(directed);
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
    if (beginnings.length === 0) break;
    let wave = join(beginnings);
    for (let hops = 0; wave.length > 0; hops += 1) {
      const next: string[] = [];
      for (let at = 0; at < wave.length && found.ties < most.ties; at += BATCH) {
        const batch = wave.slice(at, at + BATCH);
        const ties = await tiesOf(batch);
        for (const id of batch) {
          if (found.ties >= most.ties) break;
          const ends = ties.get(id) ?? { to: [], from: [] };
          found.add(id, ends);
          const neighbours = [...new Set([...ends.to, ...ends.from])].filter((other) => !reached.has(other));
          if (neighbours.length > 0) next.push(...join(spread(id, neighbours, hops)));
        }
      }
      wave = next;
    }
  }
  return found.all();
}

/** Agents whose ties are known, and the ties among them. */
class Found {
  private readonly places = new Map<string, number>();
  private readonly degrees: number[] = [];
  private readonly edges: [number, number][] = [];

  constructor(private readonly directed: boolean) {}

  get ties(): number {
    return this.edges.length;
  }

  add(id: string, { to, from }: Ends): void {
    const place = this.places.size;
    this.places.set(id, place);
    const back = this.directed ? from : from.filter((other) => !to.includes(other));
    this.degrees.push(to.length + back.length);
    // Ties to those who come later are added when they do.
    for (const other of to) this.tie(place, this.places.get(other));
    for (const other of back) if (other !== id) this.tie(this.places.get(other), place);
  }

  private tie(source: number | undefined, target: number | undefined): void {
    if (source !== undefined && target !== undefined) this.edges.push([source, target]);
  }

  all(): Explored {
    return { ids: [...this.places.keys()], edges: this.edges, degrees: this.degrees };
  }
}
