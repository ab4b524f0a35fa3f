import type { PollDetail } from "@/lib/contracts/polls";

type Item = PollDetail["items"][number];

const MAX_ROWS = 12;
const BOOLEAN_LABELS: Readonly<Record<string, string>> = { true: "Yes", false: "No" };

/** The answers to an item, counted: whole numbers in their order with those nobody gave, the rest commonest first. None where each is its own. */
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
