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
  /** The chosen file; null closes the dialog. */
  file: File | null;
  /** The table to replace, whose name the upload keeps. */
  replaces: DatasetSummary | null;
  /** The existing tables: an upload replaces the one of its name. */
  datasets: readonly DatasetSummary[];
  onClose: () => void;
  onStored: (dataset: DatasetSummary) => void;
}

/** Names a chosen file, uploads it with a progress bar and shows its problems. */
export function UploadDialog({ file, ...rest }: UploadDialogProps) {
  // A new dialog for every file, so that no state of the last one remains.
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
      return uploadFile({
        file,
        name: name.trim(),
        onProgress: setShare,
        signal: controller.signal,
      });
    },
    onSuccess: async (dataset) => {
      await client.invalidateQueries({ queryKey: queryKeys.datasets });
      toast.success(`${dataset.name} was uploaded`);
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
          hint="The name that scenarios use for this table."
          error={missing ? "Enter a name" : undefined}
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
          <Alert tone="warning" title={`This replaces ${earlier.name}`}>
            New runs use the new rows. Earlier runs keep the old ones.
          </Alert>
        )}
        {earlier === undefined && hidden !== undefined ? (
          <Alert title="This overrides the synthetic sample of the same name">
            Delete the table to restore the sample.
          </Alert>
        ) : null}
        {upload.isPending ? (
          <Progress
            value={share < 1 ? share : null}
            label={share < 1 ? "Uploading" : "Reading rows"}
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
