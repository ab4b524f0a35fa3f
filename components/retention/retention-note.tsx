"use client";

import { FailureAlert } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { formatCount } from "@/components/ui/format";
import { Timestamp } from "@/components/ui/timestamp";
import type { ProjectRetention } from "@/lib/contracts/retention";
import { useRetention } from "./use-retention";

/** Says what retention deletes next, so that nobody is surprised; nothing where it never does. */
export function RetentionNote() {
  const { data, error, refetch } = useRetention();
  if (error)
    return (
      <FailureAlert
        title="What retention deletes next could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (data === undefined || (data.archivedStudyDays === null && data.promptDays === null))
    return null;
  return (
    <Alert tone="info" title="Retention">
      <NextDeletions retention={data} /> Owners change it in Settings, Project.
    </Alert>
  );
}

/** What is deleted next: how much, and when. */
export function NextDeletions({ retention }: { retention: ProjectRetention }) {
  const { archivedStudyDays, promptDays, next } = retention;
  return (
    <>
      {archivedStudyDays === null ? null : next.studies === null ? (
        <>No archived study is waiting to be deleted. </>
      ) : (
        <>
          {formatCount(next.studies.count, "archived study", "archived studies")} will be deleted
          from <Timestamp at={next.studies.at} style="date" /> on.{" "}
        </>
      )}
      {promptDays === null ? null : next.runs === null ? (
        <>No prompts are waiting to be deleted. </>
      ) : (
        <>
          Prompts and raw answers of {formatCount(next.runs.count, "run")} will be deleted from{" "}
          <Timestamp at={next.runs.at} style="date" /> on.{" "}
        </>
      )}
    </>
  );
}
