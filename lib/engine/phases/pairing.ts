import { childDraws } from "../random";
import { orderKey, seededOrder } from "../random";
import type { Draws } from "../base/row";

/** Forms groups of `size`; IDs left over are in none. */
export type Pairing = (ids: readonly string[], size: number) => readonly (readonly string[])[];

/** Groups in a seeded random order. */
export const pairAtRandom =
  (draws: Draws): Pairing =>
  (ids, size) =>
    chunks(seededOrder(ids, draws), size);

/** Random groups among agents with equal values. */
export const pairByValue =
  (draws: Draws, valueOf: (id: string) => string): Pairing =>
  (ids, size) => {
    const shared = new Map<string, string[]>();
    for (const id of ids) {
      const value = valueOf(id);
      const group = shared.get(value);
      if (group) group.push(id);
      else shared.set(value, [id]);
    }
    return [...shared.values()].flatMap((group) => chunks(seededOrder(group, draws), size));
  };

/**
 * Pairs by the circle method: in n - 1 rounds (n if their number is odd, with one agent left out
 * per round) every pair occurs once; then the cycle repeats. `round` counts from 1. (Kirkman's
 * schedule; see de Werra 1981.)
 */
export const pairRoundRobin =
  (round: number): Pairing =>
  (ids) => {
    const seats: (string | undefined)[] = ids.length % 2 === 0 ? [...ids] : [...ids, undefined];
    const { length } = seats;
    if (length < 2) return [];
    const [fixed, ...others] = seats;
    const turn = (round - 1) % (length - 1);
    const circle = [
      fixed,
      ...others.map((_, position) => others[(position + turn) % (length - 1)]),
    ];
    return Array.from({ length: length / 2 }, (_, position) => [
      circle[position],
      circle[length - 1 - position],
    ]).filter((pair): pair is [string, string] => !pair.includes(undefined));
  };

/**
 * Groups along ties: each agent in a seeded order adds free neighbours, and neighbours of those,
 * until its group is complete.
 */
export const pairAlongTies =
  (draws: Draws, neighboursOf: (id: string) => readonly string[]): Pairing =>
  (ids, size) => {
    const free = new Set(ids);
    const groupDraws = childDraws(draws, "gathered");
    const groups: string[][] = [];
    for (const id of seededOrder(ids, draws)) {
      if (!free.has(id)) continue;
      const group = [id];
      const seen = new Set(group);
      const reach = [...neighboursOf(id)].filter((other) => free.has(other) && !seen.has(other));
      while (group.length < size && reach.length > 0) {
        reach.sort((left, right) => orderKey(left, groupDraws) - orderKey(right, groupDraws));
        const next = reach.shift();
        if (next === undefined || seen.has(next)) continue;
        seen.add(next);
        group.push(next);
        for (const other of neighboursOf(next))
          if (free.has(other) && !seen.has(other) && !reach.includes(other)) reach.push(other);
      }
      if (group.length < size) continue;
      for (const member of group) free.delete(member);
      groups.push(group);
    }
    return groups;
  };

function chunks(ids: readonly string[], size: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.floor(ids.length / size) }, (_, position) =>
    ids.slice(position * size, (position + 1) * size),
  );
}
