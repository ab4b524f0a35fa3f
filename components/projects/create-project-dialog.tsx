"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { failureMessage, request } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
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
  const [failure, setFailure] = useState<string | null>(null);
  // Created once: another try only opens it.
  const [created, setCreated] = useState<string | null>(null);
  const { register, handleSubmit, formState } = useForm<z.infer<typeof projectInput>>({
    resolver: zodResolver(projectInput),
    defaultValues: { name: "" },
  });
  const submit = handleSubmit(async (body) => {
    setFailure(null);
    try {
      const id = created ?? (await request("POST", "/api/projects", newProject, { body })).id;
      setCreated(id);
      await onCreated(id);
    } catch (error) {
      setFailure(failureMessage(error));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="New project"
      description="A folder with its own studies, tables and members. You own it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={formState.isSubmitting} onClick={() => void submit()}>
            Create project
          </Button>
        </>
      }
    >
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={formState.errors.name?.message} required>
          <Input autoComplete="off" maxLength={100} {...register("name")} />
        </Field>
        {failure === null ? null : (
          <Alert tone="error" title="The project was not created or opened">
            {failure}
          </Alert>
        )}
      </form>
    </Dialog>
  );
}
