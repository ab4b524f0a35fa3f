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
 * The draws of one agent in one step: each is a hash of (seed, round, phase, agent, name of the
 * draw, index), so it depends neither on what was drawn before nor on who else draws. `agent` is
 * the id of the row that draws, or "" for draws of the whole phase; set-up is round 0.
 *
 * @throws RangeError when `seed` or `round` is not a safe integer.
 */
export function drawsFor(seed: number, round: number, phase: string, agent: string): Draws {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number, not ${seed}`);
  if (!Number.isSafeInteger(round)) throw new RangeError(`a round is a whole number, not ${round}`);
  return new HashedDraws(new Hash().integer(seed).integer(round).text(phase).text(agent));
}

/**
 * The draws of a part of the context, independent of all others: give each expression that may draw
 * its own part, named after the place where it stands, or two expressions of one context draw the
 * same numbers.
 */
export function childDraws(draws: Draws, name: string): Draws {
  if (draws instanceof HashedDraws) return draws.child(name);
  const prefix = `${name.length}:${name}:`;
  return { uniform: (inner, index) => draws.uniform(prefix + inner, index) };
}

/** A seed of 31 bits for a request to a model, from the draws of the decision it belongs to. */
export const seedFor = (draws: Draws, name: string): number =>
  Math.floor(draws.uniform(name, 0) * 2_147_483_648);
