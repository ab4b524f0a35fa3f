"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { failureMessage, queryKeys } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { formatBytes } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { Progress } from "@/components/ui/progress";
import { toast } from "@/components/ui/toast-store";
import { type DatasetSummary, fileSizeProblem } from "@/lib/contracts/datasets";
import { uploadFile } from "./upload-file";
import { nameFromFile } from "./format-column";

export interface UploadDialogProps {
  /** The file that was chosen; null while there is none and the dialog is closed. */
  file: File | null;
  /** The table that it replaces, whose name it keeps. */
  replaces: DatasetSummary | null;
  /** What there is: a file of the same name takes its place. */
  datasets: readonly DatasetSummary[];
  onClose: () => void;
  onStored: (dataset: DatasetSummary) => void;
}

/** Names a chosen file, sends it with a bar that shows how far it is, and says what is wrong with it. */
export function UploadDialog({ file, ...rest }: UploadDialogProps) {
  // A new dialog for every file, so that nothing of the last one is left in it.
  return file === null ? null : (
    <OpenDialog
      key={`${file.name} ${String(file.lastModified)} ${String(file.size)}`}
      file={file}
      {...rest}
    />
  );
}

function OpenDialog({
  file,
  replaces,
  datasets,
  onClose,
  onStored,
}: UploadDialogProps & { file: File }) {
  const client = useQueryClient();
  const [name, setName] = useState(() => replaces?.name ?? nameFromFile(file.name));
  const [share, setShare] = useState(0);
  const sending = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: async () => {
      const controller = new AbortController();
      sending.current = controller;
      setShare(0);
      return uploadFile(file, name.trim(), setShare, controller.signal);
    },
    onSuccess: async (dataset) => {
      await client.invalidateQueries({ queryKey: queryKeys.datasets });
      toast.success(`${dataset.name} was stored`);
      onStored(dataset);
    },
  });
  const close = () => {
    sending.current?.abort();
    onClose();
  };

  const large = fileSizeProblem(file.size);
  const earlier = datasets.find((dataset) => !dataset.isSample && dataset.name === name.trim());
  const hidden = datasets.find((dataset) => dataset.isSample && dataset.name === name.trim());
  const missing = name.trim() === "";
  const refused = upload.isError && !(upload.error instanceof DOMException);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={replaces === null ? "Upload a table" : `Replace ${replaces.name}`}
      description={`${file.name}, ${formatBytes(file.size)}`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            loading={upload.isPending}
            disabled={large !== undefined || missing}
            onClick={() => upload.mutate()}
          >
            {earlier === undefined ? "Upload" : "Replace"}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (large === undefined && !missing && !upload.isPending) upload.mutate();
        }}
      >
        <Field
          label="Name"
          hint="What scenarios call this table."
          error={missing ? "Give the table a name" : undefined}
          required
        >
          <Input
            value={name}
            maxLength={100}
            disabled={upload.isPending || replaces !== null}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {large === undefined ? null : (
          <Alert tone="error" title="This file is too large">
            {large}
          </Alert>
        )}
        {earlier === undefined ? null : (
          <Alert tone="warning" title={`This takes the place of ${earlier.name}`}>
            New runs begin with the new rows. Runs that began with the old ones keep them.
          </Alert>
        )}
        {earlier === undefined && hidden !== undefined ? (
          <Alert title="New runs use this instead of the made-up sample of the same name">
            Delete the table to have the sample back.
          </Alert>
        ) : null}
        {upload.isPending ? (
          <Progress
            value={share < 1 ? share : null}
            label={share < 1 ? "Sending" : "Reading the rows"}
          />
        ) : null}
        <div aria-live="assertive" className="empty:hidden">
          {refused ? (
            <Alert tone="error" title="The table was not stored">
              {failureMessage(upload.error)}
            </Alert>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
