import { formatCount } from "@/components/ui/format";
import type { DeletionKind, DeletionPreview } from "@/lib/contracts/deletions";

/** What pages call the kinds. */
export const KIND_LABELS: Readonly<Record<DeletionKind, string>> = {
  project: "project",
  study: "study",
  run: "run",
  scenario: "scenario",
  dataset: "table",
};

/** Says what goes, what stays, and what happens to runs under way: one sentence each. */
export function describeDeletion({
  kind,
  studies,
  runs,
  activeRuns,
  decisions,
  retainedFor,
}: DeletionPreview): string[] {
  const sentences: string[] = [];
  if (kind === "project")
    sentences.push(
      `Everything in it goes: ${formatCount(studies, "study", "studies")} with ` +
        `${formatCount(runs, "run")}, scenarios, tables and reviews. Its members lose access.`,
    );
  if (kind === "study")
    sentences.push(
      `${formatCount(runs, "run")} with ${formatCount(decisions, "decision")} go with it.`,
    );
  if (kind === "run")
    sentences.push(
      `${formatCount(decisions, "decision")} with their prompts and answers, polls, interviews ` +
        "and reviews go with it. Its forks stay, with the history that they share.",
    );
  if (activeRuns > 0)
    sentences.push(
      `${formatCount(activeRuns, "run is", "runs are")} under way and stop${
        activeRuns === 1 ? "s" : ""
      } at once.`,
    );
  if (retainedFor > 0)
    sentences.push(
      kind === "scenario"
        ? `Versions that ${formatCount(retainedFor, "study", "studies")} ran stay with ` +
            "these studies, hidden, until they are deleted."
        : `Runs of ${formatCount(retainedFor, "study", "studies")} began with it: for them its ` +
            "rows stay, hidden, until these runs are deleted.",
    );
  else if (kind === "scenario") sentences.push("All its versions go with it.");
  else if (kind === "dataset") sentences.push("All its rows go. No run needs them.");
  return sentences;
}
