"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { failureMessage, queryKeys, request } from "@/components/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toast-store";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { useEndpointUses } from "./use-endpoint-uses";
import { useSwitchEndpoint } from "./use-switch-endpoint";
import { UsesNote } from "./uses-note";

export type Removal = { readonly endpoint: Endpoint; readonly action: "delete" | "disable" };

const LABELS = {
  delete: { verb: "Delete", meaning: "Runs that used it keep their data and its name." },
  disable: {
    verb: "Disable",
    meaning:
      "New runs cannot use it, and active runs no longer call it, until you enable it again.",
  },
};

/** Confirms deleting or disabling an endpoint, and lists the active runs that this affects. */
export function RemovalDialog({
  removal,
  onClose,
}: {
  removal: Removal | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  // Keep the content while the dialog closes.
  const [shown, setShown] = useState(removal);
  if (removal !== null && removal !== shown) setShown(removal);
  const uses = useEndpointUses(removal?.endpoint.id ?? null);
  const disable = useSwitchEndpoint();
  const remove = useMutation({
    mutationFn: ({ id }: Endpoint) => request("DELETE", `/api/endpoints/${id}`, z.unknown()),
    onSuccess: (_, { name }) => toast.success(`${name} was deleted`),
    onError: (failure, { name }) =>
      toast.error(`${name} was not deleted`, { description: failureMessage(failure) }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.endpoints }),
  });
  const { verb, meaning } = LABELS[shown?.action ?? "delete"];
  return (
    <ConfirmDialog
      danger={shown?.action === "delete"}
      open={removal !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`${verb} ${shown?.endpoint.name ?? "this endpoint"}?`}
      description={
        <div className="flex flex-col gap-2">
          <p>
            {shown?.action === "delete" && shown.endpoint.hasKey
              ? "Its stored API key is deleted permanently. "
              : ""}
            {meaning}
          </p>
          {uses.data ? (
            <UsesNote
              uses={uses.data}
              stillCalled={shown?.action === "delete" && !shown.endpoint.hasKey}
            />
          ) : uses.isError ? (
            <p>The runs that use it could not be determined: {failureMessage(uses.error)}</p>
          ) : (
            <Spinner label="Checking which runs use it" />
          )}
        </div>
      }
      confirmLabel={verb}
      onConfirm={async () => {
        if (removal?.action === "delete") await remove.mutateAsync(removal.endpoint);
        else if (removal) await disable.mutateAsync({ endpoint: removal.endpoint, enabled: false });
      }}
    />
  );
}
