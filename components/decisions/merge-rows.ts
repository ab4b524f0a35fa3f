import type { DecisionPage, DecisionRow } from "@/lib/contracts/runs";
import { decisionKey } from "./filter";

type RowPosition = Pick<DecisionRow, "version" | "seq">;

/** The number of decisions, or a lower bound of it. */
export type DecisionCount = Pick<DecisionPage, "total" | "atLeast">;

const isAfter = (one: RowPosition, other: RowPosition): boolean =>
  one.version > other.version || (one.version === other.version && one.seq > other.seq);

/** Returns the key of the last row in the order of the run, where the next page starts. */
export function lastKey(pages: readonly DecisionPage[]): string | undefined {
  let last: DecisionRow | undefined;
  for (const { rows } of pages)
    for (const row of rows) if (last === undefined || isAfter(row, last)) last = row;
  return last && decisionKey(last);
}

/** Returns the key of the last row before `version`: later rows may still change or be inserted. */
export function lastSettledKey(
  pages: readonly DecisionPage[],
  version: number,
): string | undefined {
  return lastKey(
    pages.map((page) => ({ ...page, rows: page.rows.filter((row) => row.version < version) })),
  );
}

/**
 * Merges fetched rows into the shown ones: known rows are updated in place, new ones follow at the
 * end, so that nothing on screen moves while the run is in progress.
 */
export function mergeRows(
  pages: readonly DecisionPage[],
  fetched: readonly DecisionRow[],
  count: DecisionCount,
): DecisionPage[] {
  const fresh = new Map(fetched.map((row) => [decisionKey(row), row]));
  const merged = pages.map((page) => ({
    ...page,
    ...count,
    rows: page.rows.map((row) => {
      const update = fresh.get(decisionKey(row));
      fresh.delete(decisionKey(row));
      return update ?? row;
    }),
  }));
  const last = merged.at(-1);
  if (!last) return [{ rows: [...fresh.values()], next: null, ...count }];
  return [...merged.slice(0, -1), { ...last, rows: [...last.rows, ...fresh.values()] }];
}
