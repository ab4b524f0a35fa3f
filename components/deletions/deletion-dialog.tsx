"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FailureAlert, get, request } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toast-store";
import {
  deletion,
  deletionPreview,
  UNDO_MINUTES,
  type Deletion,
  type DeletionKind,
} from "@/lib/contracts/deletions";
import { describeDeletion, KIND_LABELS } from "./describe-deletion";
import { useUndo } from "./use-undo";

export interface DeletionDialogProps {
  kind: DeletionKind;
  id: string;
  onClose: () => void;
  /** Leaves the page of what was deleted, if it is one. */
  onDeleted?: ((deleted: Deletion) => void) | undefined;
}

/**
 * Says what goes, asks for its name, and deletes it; a toast offers to undo that. Render it only
 * while it is open.
 */
export function DeletionDialog({ kind, id, onClose, onDeleted }: DeletionDialogProps) {
  const client = useQueryClient();
  const undo = useUndo();
  const [typed, setTyped] = useState("");
  const preview = useQuery({
    queryKey: ["deletion preview", kind, id],
    queryFn: ({ signal }) =>
      get(
        `/api/deletions/preview?${new URLSearchParams({ kind, id }).toString()}`,
        deletionPreview,
        signal,
      ),
    // What goes may have changed since the dialog was open before.
    gcTime: 0,
  });
  const what = KIND_LABELS[kind];
  const name = preview.data?.name;
  const remove = useMutation({
    mutationFn: () =>
      request("POST", "/api/deletions", deletion, { body: { kind, id, name: typed } }),
    onSuccess: (deleted) => {
      toast.success(`${deleted.name} was deleted`, {
        description:
          `It can be restored for ${String(UNDO_MINUTES)} minutes, here or in Settings, ` +
          "Storage.",
        action: { label: "Undo", onClick: () => void undo(deleted) },
      });
      onClose();
      onDeleted?.(deleted);
      // Its own page, if this is one, is being left.
      void client.invalidateQueries({ predicate: ({ queryKey }) => !queryKey.includes(id) });
    },
  });
  const matches = name !== undefined && typed.trim() === name.trim();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !remove.isPending) onClose();
      }}
      title={name === undefined ? `Delete this ${what}?` : `Delete ${name}?`}
      footer={
        <>
          <Button disabled={remove.isPending} onClick={onClose}>
            Back
          </Button>
          <Button
            variant="danger"
            loading={remove.isPending}
            disabled={!matches}
            onClick={() => remove.mutate()}
          >
            Delete {what}
          </Button>
        </>
      }
    >
      {preview.error ? (
        <FailureAlert
          title={`The ${what} could not be read`}
          error={preview.error}
          onRetry={() => void preview.refetch()}
        />
      ) : preview.data === undefined ? (
        <Spinner label="Counting what would be deleted" />
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (matches && !remove.isPending) remove.mutate();
          }}
        >
          <div className="flex flex-col gap-2 text-muted-foreground">
            {preview.data.within === null ? null : <p>A run of {preview.data.within}.</p>}
            <p>{describeDeletion(preview.data).join(" ")}</p>
            <p>
              It is hidden at once and can be restored for {UNDO_MINUTES} minutes. Then it is
              removed for good; no copy is kept.
            </p>
          </div>
          <Field
            label="Name"
            hint={
              <>
                Type <span className="font-semibold text-foreground">{preview.data.name}</span> to
                confirm.
              </>
            }
            required
          >
            {/* The dialog opens before the field is there. */}
            <Input
              autoFocus
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
          {remove.error ? (
            <FailureAlert title={`The ${what} was not deleted`} error={remove.error} />
          ) : null}
        </form>
      )}
    </Dialog>
  );
}
