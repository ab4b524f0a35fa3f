"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "@/components/api";
import { FormDialog, useFormSubmission } from "@/components/run-data";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { newProject, projectInput } from "@/lib/contracts/projects";

interface CreateProjectDialogProps {
  onClose: () => void;
  /** Opens the new project. */
  onCreated: (id: string) => Promise<void>;
}

/** Names a new project, creates it and opens it. */
export function CreateProjectDialog({ onClose, onCreated }: CreateProjectDialogProps) {
  const [name, setName] = useState("");
  // Created once: another try only opens it.
  const [created, setCreated] = useState<string | null>(null);
  const submission = useFormSubmission({
    mutation: useMutation({
      mutationFn: async (body: { name: string }) => {
        const id = created ?? (await request("POST", "/api/projects", newProject, { body })).id;
        setCreated(id);
        await onCreated(id);
      },
    }),
    parse: () => {
      const { data, error } = projectInput.safeParse({ name });
      return data === undefined
        ? {
            ok: false,
            problems: error.issues.map(({ message }) => ({ pointer: "/name", message })),
          }
        : { ok: true, input: data };
    },
    isField: (pointer) => pointer === "/name",
    onSuccess: () => undefined,
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="New project"
      description="A folder with its own studies, tables and members. You own it."
      formLabel="New project"
      submission={submission}
      submitLabel="Create project"
      ready
      failureTitle="The project was not created or opened"
    >
      <Field label="Name" error={submission.errorAt("/name")} required>
        <Input
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            submission.clear();
          }}
        />
      </Field>
    </FormDialog>
  );
}
