import { combinedStatus } from "@/components/run-data";
import type { SortDirection } from "@/components/ui/table";
import type { StudySummary } from "@/lib/contracts/runs";
import type { StudyQuery } from "@/lib/contracts/studies";
import { runStatus, type RunStatus } from "@/lib/domain/run";

export type StudyColumn = "name" | "scenario" | "progress" | "started";
export interface StudySort {
  readonly column: StudyColumn;
  readonly direction: SortDirection;
}

/** What a list of studies shows, and in which order. */
export interface StudyFilter {
  readonly text: string;
  readonly tag: string | null;
  /** The combined status of the runs. */
  readonly status: RunStatus | null;
  readonly archived: StudyQuery["archived"];
  readonly sort: StudySort;
}

const COLUMNS: readonly StudyColumn[] = ["name", "scenario", "progress", "started"];
const NEWEST_FIRST: StudySort = { column: "started", direction: "desc" };

/** Reads the filter from a URL; what it does not know counts as left out. */
export function readStudyFilter(query: URLSearchParams): StudyFilter {
  const status = runStatus.safeParse(query.get("status"));
  const archived = query.get("archived");
  const sort = query.get("sort") ?? "";
  const column = COLUMNS.find((known) => known === sort.replace(/^-/, ""));
  return {
    text: query.get("text") ?? "",
    tag: query.get("tag") || null,
    status: status.success ? status.data : null,
    archived: archived === "only" || archived === "all" ? archived : "no",
    sort: column ? { column, direction: sort.startsWith("-") ? "desc" : "asc" } : NEWEST_FIRST,
  };
}

/** Returns the query of a URL with parts of the filter changed; the usual values are left out. */
export function writeStudyFilter(
  query: URLSearchParams,
  change: Partial<StudyFilter>,
): URLSearchParams {
  const next = new URLSearchParams(query);
  const { text, tag, status, archived, sort } = { ...readStudyFilter(query), ...change };
  const isUsual = sort.column === "started" && sort.direction === "desc";
  const values = {
    text,
    tag: tag ?? "",
    status: status ?? "",
    archived: archived === "no" ? "" : archived,
    sort: isUsual ? "" : `${sort.direction === "desc" ? "-" : ""}${sort.column}`,
  };
  for (const [name, value] of Object.entries(values))
    if (value === "") next.delete(name);
    else next.set(name, value);
  return next;
}

/** Whether anything but the archive narrows the list. */
export const isNarrowed = ({ text, tag, status }: StudyFilter): boolean =>
  text.trim() !== "" || tag !== null || status !== null;

/** Whether a study has the tag and the status of a filter. */
export const hasTagAndStatus = (
  study: Pick<StudySummary, "tags" | "runs">,
  { tag, status }: Pick<StudyFilter, "tag" | "status">,
): boolean =>
  (tag === null || study.tags.includes(tag)) &&
  (status === null || combinedStatus(study.runs) === status);
