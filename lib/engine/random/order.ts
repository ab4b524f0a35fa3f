import type { Draws } from "../row";
import { within } from "./draws";

/**
 * `count` different items in random order, all of the list when it has fewer. Cost follows `count`, not the list:
 * the first steps of a Fisher-Yates shuffle (Knuth, TAOCP 2, 3.4.2, algorithm P) that remembers only what it moved.
 * The draws are `name`, index 0 to count - 1, so a larger sample begins with the smaller one.
 */
export function sampleWithout<T>(list: readonly T[], count: number, draws: Draws, name: string): T[] {
  const taken: T[] = [];
  const moved = new Map<number, number>();
  const { length } = list;
  const size = Math.max(0, Math.min(length, Math.floor(count)));
  for (let i = 0; i < size; i += 1) {
    const from = i + Math.floor(draws.uniform(name, i) * (length - i));
    const at = moved.get(from) ?? from;
    moved.set(from, moved.get(i) ?? i);
    taken.push(list[at] as T);
  }
  return taken;
}

/** All items of the list in random order; the list itself stays as it is. */
export function shuffle<T>(list: readonly T[], draws: Draws, name: string): T[] {
  return sampleWithout(list, list.length, draws, name);
}

const ORDER = "order";

/** What an id sorts by in a seeded order. */
export const orderKey = (id: string, draws: Draws): number => within(draws, ORDER).uniform(id, 0);

/**
 * The ids in a random order in which each has a place of its own: an id sorts by a hash of itself, so that two ids
 * keep their order whoever else is in the list and however the list was sorted. The order of commits.
 */
export function seededOrder(ids: readonly string[], draws: Draws): string[] {
  const order = within(draws, ORDER);
  return ids
    .map((id) => ({ id, key: order.uniform(id, 0) }))
    .sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ id }) => id);
}
