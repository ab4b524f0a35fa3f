import type { Row } from "../base/row";
import { shouldYield, type Interruptible } from "../base/interruptible";
import { NetworkError } from "./contract";

/** Values of an attribute as keys: rows with equal values are in one group. */
export function* groupKeys(rows: readonly Row[], attribute: string): Interruptible<string[]> {
  const keys: string[] = [];
  for (const row of rows) {
    const value = row[attribute];
    if (value === undefined) throw new NetworkError(`${row.id} has no attribute ${attribute}.`);
    if (shouldYield(keys.push(JSON.stringify(value)))) yield;
  }
  return keys;
}

/** Rows by group: indices sorted by group, and the range of each group in that list. */
export type Grouping = {
  readonly order: readonly number[];
  readonly spans: ReadonlyMap<string, readonly [start: number, end: number]>;
};

export function groupByKey(keys: readonly string[]): Grouping {
  const members = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    const group = members.get(key);
    if (group) group.push(index);
    else members.set(key, [index]);
  }
  const order: number[] = [];
  const spans = new Map<string, readonly [number, number]>();
  for (const [key, group] of members) {
    spans.set(key, [order.length, order.length + group.length]);
    for (const index of group) order.push(index);
  }
  return { order, spans };
}
