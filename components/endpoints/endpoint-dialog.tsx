"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { EndpointEditor } from "./endpoint-editor";

export interface EndpointDialogProps {
  /** The endpoint to change, "new" for another one, null for a closed dialog. */
  subject: Endpoint | "new" | null;
  onClose: () => void;
}

export function EndpointDialog({ subject, onClose }: EndpointDialogProps) {
  // While it closes, the dialog keeps showing what it was about.
  const [shown, setShown] = useState(subject);
  if (subject !== null && subject !== shown) setShown(subject);
  const endpoint = shown === "new" ? null : shown;
  return (
    <Dialog
      open={subject !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={endpoint === null ? "Add an endpoint" : `Change ${endpoint.name}`}
      description={
        endpoint?.isBuiltIn === true
          ? "The built-in demo model belongs to the program: only its limits can be changed."
          : "Any server that speaks the OpenAI chat-completions protocol: vLLM, Ollama, LM Studio, OpenAI and others."
      }
    >
      <EndpointEditor key={endpoint?.id ?? "new"} endpoint={endpoint} onDone={onClose} />
    </Dialog>
  );
}
