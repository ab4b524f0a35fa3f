import { Check } from "lucide-react";
import type { SaveState } from "./review-store";

const TEXT: Readonly<Record<SaveState, string>> = {
  clean: "",
  waiting: "Saving…",
  saving: "Saving…",
  saved: "Saved",
  failed: "Not saved",
  incomplete: "Rewrite not saved: it does not fit yet",
};

/** Whether the server has what was written. */
export function SaveStatus({ state }: { state: SaveState }) {
  return (
    <span
      role="status"
      className={`flex items-center gap-1 text-sm ${state === "failed" || state === "incomplete" ? "text-destructive" : "text-muted-foreground"}`}
    >
      {state === "saved" ? <Check aria-hidden className="size-4 text-success" /> : null}
      {TEXT[state]}
    </span>
  );
}
