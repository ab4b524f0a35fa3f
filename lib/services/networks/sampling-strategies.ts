import { type Draws, drawsFor, seededOrder } from "@/lib/engine";
import type { ExploreOptions } from "./explore";

/** Where a traversal of the network starts, and to which neighbours it spreads. */
export type SamplingStrategy = Pick<ExploreOptions, "begin" | "spread">;

/** Shows every node. */
export const allNodes = (ids: readonly string[]): SamplingStrategy => ({
  begin: async (attempt) => (attempt === 0 ? ids : null),
  spread: () => [],
});

/** Shows the ego network of a node: all nodes at most `most` ties away. */
export const egoNetwork = (focus: string, most: number): SamplingStrategy => ({
  begin: async (attempt) => (attempt === 0 ? [focus] : null),
  spread: (_, neighbours, hops) => (hops < most ? neighbours : []),
});

/** Probability that the fire spreads from one neighbour to another. */
const FORWARD_BURNING = 0.7;
/**
 * The fire starts at twice as many places each time it dies out, so that networks without ties are
 * sampled in few look-ups, too.
 */
const MAX_ATTEMPTS = 16;

/**
 * Samples with a forest fire (Leskovec & Faloutsos 2006, Sampling from large graphs, KDD '06,
 * 631–636): from a random agent it spreads to a geometric number of its neighbours, 2.3 on average,
 * and from those in turn; where it dies out, it starts again. Of the methods compared there it
 * preserves the structure of networks best; 0.7 is their probability.
 *
 * Every choice is a hash of the seed and the agent's id, so that ties and agents added or removed
 * in later rounds change it only near by.
 * @param sizes number of agents ever created, per table
 * @param ids returns the agents at these positions, each a table and a number from 0, if they exist
 */
export function forestFire({
  seed,
  name,
  sizes,
  ids,
}: {
  readonly seed: number;
  readonly name: string;
  readonly sizes: readonly number[];
  readonly ids: (places: readonly AgentIndex[]) => Promise<readonly string[]>;
}): SamplingStrategy {
  const start = drawsFor(seed, 0, name, "");
  return {
    begin: async (attempt) => {
      if (attempt >= MAX_ATTEMPTS) return null;
      const count = 2 ** attempt;
      return ids(
        Array.from({ length: count }, (_, index) => drawAgentIndex(start, count + index, sizes)),
      );
    },
    spread: (id, neighbours) => {
      const draws = drawsFor(seed, 0, name, id);
      const burnt = Math.floor(Math.log(1 - draws.uniform("burn", 0)) / Math.log(FORWARD_BURNING));
      return seededOrder(neighbours, draws).slice(0, burnt);
    },
  };
}

export type AgentIndex = readonly [table: number, place: number];

function drawAgentIndex(draws: Draws, index: number, sizes: readonly number[]): AgentIndex {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let rest = draws.uniform("table", index) * total;
  const table = sizes.findIndex((size) => (rest -= size) < 0);
  return [
    Math.max(0, table),
    stableIndex((step) => draws.uniform(`place ${index}`, step), sizes[table] ?? 0),
  ];
}

/**
 * Draws a uniform number below `size` that stays the same while `size` grows, unless it becomes one
 * of the new ones (Lamping & Veach 2014, A fast, minimal memory, consistent hash algorithm,
 * arXiv:1406.2294).
 */
export function stableIndex(uniform: (step: number) => number, size: number): number {
  let place = 0;
  for (let next = 0, step = 0; next < size; step += 1) {
    place = next;
    next = Math.floor((place + 1) / uniform(step));
  }
  return place;
}
