import { combinedShare } from "@/components/run-data";
import type { StudySummary } from "@/lib/contracts/runs";
import { hasTagAndStatus, type StudyColumn, type StudyFilter } from "./study-filter";

const COMPARE: Readonly<Record<StudyColumn, (one: StudySummary, other: StudySummary) => number>> = {
  name: (one, other) => compareText(one.name, other.name),
  scenario: (one, other) => compareText(one.scenarioTitle, other.scenarioTitle),
  progress: (one, other) => combinedShare(one.runs) - combinedShare(other.runs),
  started: (one, other) => compareText(one.createdAt, other.createdAt),
};

const compareText = (one: string, other: string): number =>
  one.localeCompare(other, "en", { numeric: true });

/** Returns the studies that match a filter, sorted; equal ones newest first. */
export function filterAndSortStudies(
  studies: readonly StudySummary[],
  { text: search, sort: { column, direction }, ...filter }: StudyFilter,
): StudySummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const sign = direction === "asc" ? 1 : -1;
  return studies
    .filter((study) => hasTagAndStatus(study, filter))
    .filter((study) => {
      const text = [
        study.name,
        study.description,
        ...study.tags,
        study.scenarioTitle,
        study.scenarioName,
        ...study.runs.map((run) => run.model),
      ]
        .join(" ")
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => sign * COMPARE[column](one, other) || COMPARE.started(other, one));
}
