"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, queryKeys, request } from "@/components/api";
import { FormDialog, useFormSubmission } from "@/components/run-data";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { NumberInput } from "@/components/ui/number-input";
import { toast } from "@/components/ui/toast-store";
import {
  projectRetention,
  retentionDue,
  retentionSettings,
  type ProjectRetention,
  type RetentionDue,
  type RetentionSettings,
} from "@/lib/contracts/retention";

/** What the server did: it saved the settings, or something would be deleted at once. */
type Outcome = { readonly saved: ProjectRetention } | { readonly due: RetentionDue };

/** Saves settings; asks first where they would delete something at once. */
async function save(settings: RetentionSettings, confirmed: boolean): Promise<Outcome> {
  if (!confirmed) {
    const query = new URLSearchParams(
      Object.entries(settings).map(([name, days]) => [name, days === null ? "" : String(days)]),
    );
    const path = `/api/projects/retention/preview?${query.toString()}`;
    const due = await get(path, retentionDue);
    if (due.studies + due.runs > 0) return { due };
  }
  const body = { ...settings, confirmed };
  return { saved: await request("PUT", "/api/projects/retention", projectRetention, { body }) };
}

/** Sets after how many days a project deletes what. Render it only while it is open. */
export function RetentionDialog({
  retention,
  onClose,
}: {
  retention: ProjectRetention;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [archivedStudyDays, setArchivedStudyDays] = useState(retention.archivedStudyDays);
  const [promptDays, setPromptDays] = useState(retention.promptDays);
  // What the settings would delete at once, until they are changed again.
  const [due, setDue] = useState<RetentionDue | null>(null);
  const submission = useFormSubmission({
    mutation: useMutation({
      mutationFn: (settings: RetentionSettings) => save(settings, due !== null),
    }),
    parse: () => {
      const { data, error } = retentionSettings.safeParse({ archivedStudyDays, promptDays });
      return data === undefined
        ? {
            ok: false,
            problems: error.issues.map(({ path, message }) => ({
              pointer: `/${path.join("/")}`,
              message,
            })),
          }
        : { ok: true, input: data };
    },
    isField: (pointer) => pointer === "/archivedStudyDays" || pointer === "/promptDays",
    onSuccess: (outcome) => {
      if ("due" in outcome) {
        setDue(outcome.due);
        return;
      }
      client.setQueryData(queryKeys.projectRetention, outcome.saved);
      toast.success("Retention changed");
      onClose();
    },
  });
  const change = (set: (days: number | null) => void) => (days: number | null) => {
    set(days);
    setDue(null);
    submission.clear();
  };
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Retention"
      description="Leave a field empty to delete nothing."
      formLabel="Retention"
      submission={submission}
      submitLabel={due === null ? "Change retention" : "Delete and change"}
      ready
      failureTitle="The retention was not changed"
    >
      <Field
        label="Delete archived studies after"
        hint={
          "Counted from the day a study was archived. It can be restored for ten minutes, then " +
          "its runs and all their data are removed for good. Never with active runs."
        }
        error={submission.errorAt("/archivedStudyDays")}
      >
        <NumberInput
          value={archivedStudyDays}
          onValueChange={change(setArchivedStudyDays)}
          min={1}
          unit="days"
          placeholder="never"
        />
      </Field>
      <Field
        label="Delete prompts and raw answers after"
        hint={
          "Counted from the end of a run. Decisions, measures, polls and the answers in CSV " +
          "files stay; the run cannot be repeated from recorded answers any more."
        }
        error={submission.errorAt("/promptDays")}
      >
        <NumberInput
          value={promptDays}
          onValueChange={change(setPromptDays)}
          min={1}
          unit="days"
          placeholder="never"
        />
      </Field>
      {due === null ? null : (
        <Alert tone="warning" title="This deletes data at once">
          {due.studies === 0
            ? ""
            : `${formatCount(due.studies, "archived study", "archived studies")} will be deleted. `}
          {due.runs === 0
            ? ""
            : `Prompts and raw answers of ${formatCount(due.runs, "run")} will be deleted; this ` +
              "cannot be undone."}
        </Alert>
      )}
    </FormDialog>
  );
}
