import { auditFilter, type AuditListFilter } from "@/lib/contracts/audit";

/** Which entries are shown, as kept in the page's URL; days are those of the reader. */
export interface AuditPageFilter {
  readonly actor?: string | undefined;
  readonly kind?: AuditListFilter["kind"];
  readonly action?: AuditListFilter["action"];
  /** The first and the last day, as 2026-11-30. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const KEYS = ["actor", "kind", "action", "from", "to"] as const;

export const NO_FILTER: Readonly<Record<(typeof KEYS)[number], undefined>> = {
  actor: undefined,
  kind: undefined,
  action: undefined,
  from: undefined,
  to: undefined,
};

/** Reads the filter from a URL, ignoring invalid values. */
export function readAuditFilter(params: Pick<URLSearchParams, "get">): AuditPageFilter {
  const known = <Key extends "actor" | "kind" | "action">(key: Key) =>
    auditFilter.shape[key].safeParse(params.get(key) ?? undefined).data;
  const day = (key: "from" | "to"): string | undefined => {
    const text = params.get(key);
    return text === null || startOfDay(text) === null ? undefined : text;
  };
  const read = {
    actor: known("actor"),
    kind: known("kind"),
    action: known("action"),
    from: day("from"),
    to: day("to"),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Returns the query with the filter changed and everything else kept. */
export function writeAuditFilter(
  params: URLSearchParams,
  change: AuditPageFilter,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of KEYS) {
    if (!(key in change)) continue;
    const value = change[key];
    if (value === undefined || value === "") next.delete(key);
    else next.set(key, value);
  }
  return next;
}

/** Returns the query of the API for a filter: days become moments of the reader's time zone. */
export function toAuditQuery({ from, to, ...rest }: AuditPageFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) query.set(key, value);
  const since = startOfDay(from ?? "");
  const until = startOfDay(to ?? "", 1);
  if (since !== null) query.set("since", since.toISOString());
  if (until !== null) query.set("until", until.toISOString());
  return query;
}

/** Whether the last day is before the first. */
export const isReversed = ({ from, to }: AuditPageFilter): boolean =>
  from !== undefined && to !== undefined && to < from;

/** Returns the local midnight at which a day begins, or one `later` days after; null if no day. */
function startOfDay(text: string, later = 0): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [year, month, day] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1970) return null;
  const date = new Date(year, month - 1, day);
  if (date.getMonth() !== month - 1) return null;
  // Not 24 hours later: days on which clocks change are longer or shorter.
  return new Date(year, month - 1, day + later);
}
