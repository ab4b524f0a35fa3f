"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ApiError, get, queryKeys, request } from "@/components/api";
import { FormDialog, useFormSubmission } from "@/components/run-data";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast-store";
import { studySummary, type StudySummary } from "@/lib/contracts/runs";
import { studyEdit, type StudyEdit } from "@/lib/contracts/studies";

type Texts = Pick<StudySummary, "name" | "description" | "tags">;

const FIELDS = ["/name", "/description", "/tags"];
/** A problem with one tag (`/tags/0`) is one of the field. */
const toField = (pointer: string) => (pointer.startsWith("/tags") ? "/tags" : pointer);

/** Name, description and tags of a study. Says what somebody else changed in the meantime. */
export function EditStudyDialog({ study, onClose }: { study: StudySummary; onClose: () => void }) {
  const client = useQueryClient();
  const router = useRouter();
  const [texts, setTexts] = useState<Texts>(study);
  /** The study as last seen: when the dialog opened, or after the save of somebody else. */
  const [seen, setSeen] = useState<StudySummary>(study);
  const { data: tags = [] } = useQuery({
    queryKey: queryKeys.studyTags,
    queryFn: ({ signal }) => get("/api/studies/tags", z.array(z.string()), signal),
  });
  const save = useMutation({
    mutationFn: (body: StudyEdit) =>
      request("PUT", `/api/studies/${study.id}/details`, studyEdit, { body }),
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.code !== "conflict") return;
      const present = await get(`/api/studies/${study.id}`, studySummary).catch(() => null);
      if (present) setSeen(present);
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.studies }),
  });
  const submission = useFormSubmission({
    mutation: save,
    parse: () => {
      const { name, description, tags: chosen } = texts;
      const parsed = studyEdit.safeParse({
        ...{ name, description, tags: chosen },
        revision: seen.revision,
      });
      return parsed.success
        ? { ok: true, input: parsed.data }
        : {
            ok: false,
            problems: parsed.error.issues.map(({ path, message }) => ({
              pointer: toField(`/${path.join("/")}`),
              message,
            })),
          };
    },
    isField: (pointer) => FIELDS.includes(pointer),
    toFormPointer: toField,
    onSuccess: () => {
      toast.success("The study was changed");
      // The title of the window comes from the server.
      router.refresh();
      onClose();
    },
  });
  const edit = (change: Partial<Texts>) => {
    setTexts((known) => ({ ...known, ...change }));
    submission.clear();
  };
  /** What somebody else saved, where it differs from what this person saw. */
  const changedTo = (before: string, now: string): string | undefined =>
    before === now ? undefined : `Now: ${now === "" ? "empty" : now}`;
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Study details"
      formLabel="Study details"
      submission={submission}
      submitLabel="Save"
      ready
      failureTitle="The study was not changed"
    >
      <Field
        label="Name"
        required
        error={submission.errorAt("/name")}
        hint={changedTo(study.name, seen.name)}
      >
        <Input
          value={texts.name}
          autoComplete="off"
          onChange={(event) => edit({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Description"
        error={submission.errorAt("/description")}
        hint={changedTo(study.description, seen.description)}
      >
        <Textarea
          value={texts.description}
          rows={4}
          onChange={(event) => edit({ description: event.target.value })}
        />
      </Field>
      <Field
        label="Tags"
        error={submission.errorAt("/tags")}
        hint={
          changedTo(study.tags.join(", "), seen.tags.join(", ")) ??
          "Words that lists can be filtered by. Separate them with commas."
        }
      >
        <TagInput
          value={texts.tags}
          onValueChange={(chosen) => edit({ tags: chosen })}
          suggestions={tags}
        />
      </Field>
    </FormDialog>
  );
}
