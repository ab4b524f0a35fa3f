import { decisionQuery, type DecisionRow } from "@/lib/contracts/runs";

/** Which decisions are shown; the part of the page's URL that can be shared. */
export interface DecisionFilter {
  readonly round?: number | undefined;
  readonly phase?: string | undefined;
  readonly status?: DecisionRow["status"] | undefined;
  readonly agent?: string | undefined;
  readonly reviewed?: "yes" | undefined;
}

const KEYS = ["round", "phase", "status", "agent", "reviewed"] as const;

/** The filter in a URL; what makes no sense there is as if it were not. */
export function readFilter(params: Pick<URLSearchParams, "get">): DecisionFilter {
  const filter: Record<string, unknown> = {};
  for (const key of KEYS) {
    const parsed = decisionQuery.shape[key].safeParse(params.get(key) ?? undefined);
    if (parsed.success && parsed.data !== undefined && parsed.data !== "")
      filter[key] = parsed.data;
  }
  return filter;
}

/** The URL's query with another filter; everything else in it stays. */
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

/** Where a decision stands in its run, as the URL and the keyset say it. */
export const decisionKey = ({ version, seq }: Pick<DecisionRow, "version" | "seq">): string =>
  `${String(version)}.${String(seq)}`;

/** A place from a URL, or null for anything else. */
export function parseDecisionKey(text: string | null): { version: number; seq: number } | null {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text ?? "");
  return match ? { version: Number(match[1]), seq: Number(match[2]) } : null;
}
