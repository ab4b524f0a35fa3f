import type { PollDetail } from "@/lib/contracts/polls";

type Item = PollDetail["items"][number];

const MAX_ROWS = 12;
const BOOLEAN_LABELS: Readonly<Record<string, string>> = { true: "Yes", false: "No" };

type Counted = Pick<Item, "type" | "none" | "scale" | "min" | "max" | "counts">;

/**
 * Counts the answers to an item. Lists the whole scale in its order where it has one, and a short
 * range of whole numbers; all others most frequent first. Of lists, those without an element come
 * last. Empty for numbers, which rarely repeat.
 */
export function countRows(item: Counted): Item["counts"] {
  if (item.type === "number") return [];
  const rows = item.scale === null ? rowsOfAnswers(item) : rowsOfScale(item.scale, item.counts);
  const labelled = rows.map(({ value, count }) => ({
    value: item.type === "boolean" ? (BOOLEAN_LABELS[value] ?? value) : value,
    count,
  }));
  return item.type === "list"
    ? [...labelled, { value: "None of them", count: item.none }]
    : labelled;
}

/** All points of the scale, then answers outside it. */
function rowsOfScale(scale: readonly string[], counts: Item["counts"]): Item["counts"] {
  const known = new Map(counts.map(({ value, count }) => [value, count]));
  return [
    ...scale.map((value) => ({ value, count: known.get(value) ?? 0 })),
    ...counts.filter(({ value }) => !scale.includes(value)),
  ];
}

function rowsOfAnswers({ type, min, max, counts }: Counted): Item["counts"] {
  if (type !== "integer") return counts.slice(0, MAX_ROWS);
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
