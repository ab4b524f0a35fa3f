import type { Draws } from "../base/row";
import { Hash } from "./hash";

class HashedDraws implements Draws {
  constructor(private readonly base: Hash) {}

  uniform(name: string, index: number): number {
    return this.base.fork().text(name).integer(index).unit();
  }

  child(name: string): Draws {
    return new HashedDraws(this.base.fork().text(name));
  }
}

/**
 * The random draws of one agent in one step. Each is a hash of (seed, round, phase, agent, name of
 * the draw, index), so it depends neither on earlier draws nor on other agents. `agent` is the id
 * of the row, or "" for draws of the whole phase; the setup is round 0.
 *
 * @throws RangeError when `seed` or `round` is not a safe integer
 */
export function drawsFor(seed: number, round: number, phase: string, agent: string): Draws {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, not ${seed}`);
  if (!Number.isSafeInteger(round)) throw new RangeError(`a round is a whole number, not ${round}`);
  return new HashedDraws(new Hash().integer(seed).integer(round).text(phase).text(agent));
}

/**
 * The random draws of one part of a context, independent of all other parts. Give each expression
 * its own part, named after its pointer: two expressions that share a part draw the same numbers.
 */
export function childDraws(draws: Draws, name: string): Draws {
  if (draws instanceof HashedDraws) return draws.child(name);
  const prefix = `${name.length}:${name}:`;
  return { uniform: (inner, index) => draws.uniform(prefix + inner, index) };
}

/** A 31-bit seed for a model request, from the draws of its decision. */
export const seedFor = (draws: Draws, name: string): number =>
  Math.floor(draws.uniform(name, 0) * 2_147_483_648);
