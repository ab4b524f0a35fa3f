import { compareNumbers } from "./formulas";

/** Up to this many rows are sorted by insertion, without a function call for each comparison. */
const INSERTION_LIMIT = 16;

/** The rows by their keys, highest first, equals in their order. */
export function rankRows<Row>(rows: readonly Row[], keys: readonly number[]): readonly Row[] {
  if (rows.length <= INSERTION_LIMIT) return insertRows(rows, keys);
  return rows
    .map((row, position) => ({ row, key: keys[position] ?? 0 }))
    .sort((left, right) => compareNumbers(right.key, left.key))
    .map(({ row }) => row);
}

function insertRows<Row>(rows: readonly Row[], keys: readonly number[]): readonly Row[] {
  const ranked: Row[] = [];
  const rankedKeys: number[] = [];
  for (const row of rows) {
    const key = keys[ranked.length] ?? 0;
    let at = ranked.length;
    for (; at > 0; at -= 1) {
      const before = rankedKeys[at - 1] ?? 0;
      if (before >= key) break;
      ranked[at] = ranked[at - 1] as Row;
      rankedKeys[at] = before;
    }
    ranked[at] = row;
    rankedKeys[at] = key;
  }
  return ranked;
}
