import { decisionQuery, type DecisionRow } from "@/lib/contracts/runs";

/** Which decisions are shown, as kept in the page's URL. */
export interface DecisionFilter {
  readonly round?: number | undefined;
  readonly phase?: string | undefined;
  readonly status?: DecisionRow["status"] | undefined;
  readonly agent?: string | undefined;
  readonly reviewed?: "yes" | undefined;
  readonly nullValues?: "yes" | undefined;
}

const KEYS = ["round", "phase", "status", "agent", "reviewed", "nullValues"] as const;

/** Reads the filter from a URL, ignoring invalid values. */
export function readFilter(params: Pick<URLSearchParams, "get">): DecisionFilter {
  const filter: Record<string, unknown> = {};
  for (const key of KEYS) {
    const parsed = decisionQuery.shape[key].safeParse(params.get(key) ?? undefined);
    if (parsed.success && parsed.data !== undefined && parsed.data !== "")
      filter[key] = parsed.data;
  }
  return filter;
}

/** Returns the query with the filter changed and everything else kept. */
export function writeFilter(params: URLSearchParams, change: DecisionFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of KEYS) {
    if (!(key in change)) continue;
    const value = change[key];
    if (value === undefined || value === "") next.delete(key);
    else next.set(key, String(value));
  }
  return next;
}

export const isFiltered = (filter: DecisionFilter): boolean => Object.keys(filter).length > 0;

/** Returns the key of a decision in its run, as used in URLs and for paging. */
export const decisionKey = ({ version, seq }: Pick<DecisionRow, "version" | "seq">): string =>
  `${String(version)}.${String(seq)}`;

/** Parses the key of a decision; null for anything else. */
export function parseDecisionKey(text: string | null): { version: number; seq: number } | null {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text ?? "");
  return match ? { version: Number(match[1]), seq: Number(match[2]) } : null;
}
