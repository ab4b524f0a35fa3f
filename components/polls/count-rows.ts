import type { PollDetail } from "@/lib/contracts/polls";

type Item = PollDetail["items"][number];

const MAX_ROWS = 12;
const BOOLEAN_LABELS: Readonly<Record<string, string>> = { true: "Yes", false: "No" };

/**
 * Counts the answers to an item. Lists a short range of whole numbers completely, in order; all
 * others most frequent first. Empty for numbers, which rarely repeat.
 */
export function countRows({
  type,
  min,
  max,
  counts,
}: Pick<Item, "type" | "min" | "max" | "counts">): Item["counts"] {
  if (type === "number") return [];
  if (type !== "integer")
    return counts
      .slice(0, MAX_ROWS)
      .map(({ value, count }) => ({ value: BOOLEAN_LABELS[value] ?? value, count }));
  const known = new Map(counts.map(({ value, count }) => [value, count]));
  if (min === null || max === null || max - min >= MAX_ROWS)
    return [...counts]
      .sort((one, other) => Number(one.value) - Number(other.value))
      .slice(0, MAX_ROWS);
  return Array.from({ length: max - min + 1 }, (_, index) => String(min + index)).map((value) => ({
    value,
    count: known.get(value) ?? 0,
  }));
}
