import type { Draws } from "../base/row";
import { shouldYield, type Interruptible, runToEnd } from "../base/interruptible";
import { childDraws } from "./draws";

/**
 * Returns `count` distinct items in random order, or all items when the list has fewer. Cost grows
 * with `count`, not with the list: the first steps of a Fisher-Yates shuffle (Knuth, TAOCP 2,
 * 3.4.2, algorithm P) that stores only moved items. Uses the draws `name`, index 0 to count - 1, so
 * a larger sample starts with the smaller one.
 */
export function sampleWithoutReplacement<T>(
  list: readonly T[],
  count: number,
  { draws, name }: { readonly draws: Draws; readonly name: string },
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

/** Returns all items in random order; does not modify the list. */
export function shuffle<T>(list: readonly T[], draws: Draws, name: string): T[] {
  return sampleWithoutReplacement(list, list.length, { draws, name });
}

const ORDER_DRAW = "order";

/** The sort key of an id in a seeded order. */
export const orderKey = (id: string, draws: Draws): number =>
  childDraws(draws, ORDER_DRAW).uniform(id, 0);

/**
 * Sorts ids by a hash of each id. Two ids keep their relative order whatever the other ids and the
 * order of the input, which is why commits apply decisions in this order.
 */
export const seededOrder = (ids: readonly string[], draws: Draws): string[] =>
  runToEnd(seededPositions(ids, draws)).map((position) => ids[position] ?? "");

/** Target number of ids per bucket: small, because each bucket is sorted by comparison. */
const BUCKET_SIZE = 32;

/**
 * `seededOrder` as interruptible work, returning indices into the list. A bucket sort: hashes are
 * evenly distributed, so each bucket gets few ids.
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
