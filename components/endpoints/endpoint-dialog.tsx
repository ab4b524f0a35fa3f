"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { EndpointEditor } from "./endpoint-editor";

export interface EndpointDialogProps {
  /** The endpoint to edit, "new" for another one, null for a closed dialog. */
  subject: Endpoint | "new" | null;
  endpoints: readonly Endpoint[];
  onClose: () => void;
}

export function EndpointDialog({ subject, endpoints, onClose }: EndpointDialogProps) {
  // Keep the content while the dialog closes.
  const [shown, setShown] = useState(subject);
  if (subject !== null && subject !== shown) setShown(subject);
  const endpoint = shown === "new" ? null : shown;
  return (
    <Dialog
      open={subject !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={endpoint === null ? "Add endpoint" : `Edit ${endpoint.name}`}
      description={
        endpoint?.isBuiltIn === true
          ? "The built-in demo model is part of Microcosm: its name, address and model cannot " +
            "be changed."
          : "Any server with an OpenAI-compatible chat completions API. It is tested when you " +
            "save it."
      }
      width="lg"
    >
      <EndpointEditor
        key={endpoint?.id ?? "new"}
        endpoint={endpoint}
        endpoints={endpoints}
        onDone={onClose}
      />
    </Dialog>
  );
}
