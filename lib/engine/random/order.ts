import type { Draws } from "../base/row";
import { shouldYield, type Interruptible, runToEnd } from "../base/interruptible";
import { childDraws } from "./draws";

/**
 * `count` different items in random order, all of the list when it has fewer. Cost follows `count`,
 * not the list: the first steps of a Fisher-Yates shuffle (Knuth, TAOCP 2, 3.4.2, algorithm P) that
 * remembers only what it moved. The draws are `name`, index 0 to count - 1, so a larger sample
 * begins with the smaller one.
 */
export function sampleWithoutReplacement<T>(
  list: readonly T[],
  count: number,
  draws: Draws,
  name: string,
): T[] {
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
  return sampleWithoutReplacement(list, list.length, draws, name);
}

const ORDER_DRAW = "order";

/** What an id sorts by in a seeded order. */
export const orderKey = (id: string, draws: Draws): number =>
  childDraws(draws, ORDER_DRAW).uniform(id, 0);

/**
 * The ids in a random order in which each has a place of its own: an id sorts by a hash of itself,
 * so that two ids keep their order whoever else is in the list and however the list was sorted. The
 * order of commits.
 */
export const seededOrder = (ids: readonly string[], draws: Draws): string[] =>
  runToEnd(seededPositions(ids, draws)).map((position) => ids[position] ?? "");

/** Ids that a bucket should hold: sorting a few takes next to nothing. */
const BUCKET_SIZE = 32;

/**
 * The same interruptibly, as positions in the list. Hashes are spread evenly, so that their first
 * digits put few into each bucket.
 */
export function* seededPositions(ids: readonly string[], draws: Draws): Interruptible<number[]> {
  const order = childDraws(draws, ORDER_DRAW);
  const keys = new Float64Array(ids.length);
  const buckets = Array.from({ length: Math.ceil(ids.length / BUCKET_SIZE) }, (): number[] => []);
  for (const [position, id] of ids.entries()) {
    if (shouldYield(position)) yield;
    const key = order.uniform(id, 0);
    keys[position] = key;
    buckets[Math.floor(key * buckets.length)]?.push(position);
  }
  const [keyAt, idAt] = [
    (position: number): number => keys[position] ?? 0,
    (position: number): string => ids[position] ?? "",
  ];
  const inOrder = (a: number, b: number): number =>
    keyAt(a) - keyAt(b) || (idAt(a) < idAt(b) ? -1 : idAt(a) > idAt(b) ? 1 : 0);
  const ordered: number[] = [];
  for (const [number, bucket] of buckets.entries()) {
    if (shouldYield(number)) yield;
    for (const position of bucket.sort(inOrder)) ordered.push(position);
  }
  return ordered;
}
