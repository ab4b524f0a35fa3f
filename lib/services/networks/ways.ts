import { drawsFor, seededOrder } from "@/lib/engine/random";
import type { Exploration } from "./explore";

/** Which agents to show, and how to go on from each. */
export type Way = Pick<Exploration, "begin" | "spread">;

/** Everybody at once. */
export const everybody = (ids: readonly string[]): Way => ({ begin: async (attempt) => (attempt === 0 ? ids : []), spread: () => [] });

/** One agent and all that are at most `most` ties away. */
export const surroundings = (focus: string, most: number): Way => ({
  begin: async (attempt) => (attempt === 0 ? [focus] : []),
  spread: (_, neighbours, hops) => (hops < most ? neighbours : []),
});

/** With which probability the fire goes on from one neighbour to another. */
const FORWARD_BURNING = 0.7;
/** The fire is lit at twice as many places each time it dies out, so that networks without ties are sampled in few look-ups, too. */
const MOST_ATTEMPTS = 16;

/**
 * A forest fire (Leskovec & Faloutsos 2006, Sampling from large graphs, KDD '06, 631–636): from an agent drawn at random it
 * spreads to a geometric number of its neighbours, 2.3 on average, and from those in turn; where it dies out, it is lit
 * anew. Of the methods that they compare it keeps the shape of networks best; 0.7 is their probability.
 *
 * Every choice is a hash of the seed and the agent's id, so that ties which come and go in later rounds change it only near by.
 * @param ids the agents with these numbers, each from 0 to `total` - 1, if they are there
 */
export function forestFire(seed: number, name: string, total: number, ids: (places: readonly number[]) => Promise<readonly string[]>): Way {
  const start = drawsFor(seed, 0, name, "");
  return {
    begin: async (attempt) => {
      if (attempt >= MOST_ATTEMPTS) return [];
      const count = 2 ** attempt;
      return ids(Array.from({ length: count }, (_, index) => Math.floor(start.uniform("start", count + index) * total)));
    },
    spread: (id, neighbours) => {
      const draws = drawsFor(seed, 0, name, id);
      const burnt = Math.floor(Math.log(1 - draws.uniform("burn", 0)) / Math.log(FORWARD_BURNING));
      return seededOrder(neighbours, draws).slice(0, burnt);
    },
  };
}
