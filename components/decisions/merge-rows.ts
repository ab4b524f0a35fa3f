import type { DecisionPage, DecisionRow } from "@/lib/contracts/runs";
import { decisionKey } from "./filter";

type RowPosition = Pick<DecisionRow, "version" | "seq">;

/** How many decisions there are, as far as they were counted. */
export type DecisionCount = Pick<DecisionPage, "total" | "atLeast">;

const isAfter = (one: RowPosition, other: RowPosition): boolean =>
  one.version > other.version || (one.version === other.version && one.seq > other.seq);

/** The last of all rows shown, by their order in the run: where the next page begins. */
export function lastKey(pages: readonly DecisionPage[]): string | undefined {
  let last: DecisionRow | undefined;
  for (const { rows } of pages)
    for (const row of rows) if (last === undefined || isAfter(row, last)) last = row;
  return last && decisionKey(last);
}

/** The last row that belongs to a committed phase, before `version`: from there on rows may still come in between or change. */
export function lastSettledKey(
  pages: readonly DecisionPage[],
  version: number,
): string | undefined {
  return lastKey(
    pages.map((page) => ({ ...page, rows: page.rows.filter((row) => row.version < version) })),
  );
}

/**
 * The rows shown, with what was fetched again: known ones are brought up to date where they stand, new ones follow at the
 * end. So nothing that somebody looks at moves while the run goes on.
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
