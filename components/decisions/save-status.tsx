import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { SaveState } from "./review-store";

const TEXT: Readonly<Record<SaveState, string>> = {
  clean: "",
  waiting: "Saving…",
  saving: "Saving…",
  saved: "Saved",
  failed: "Not saved",
  incomplete: "Rewrite not saved: fix its problems first",
};

/** Shows whether the edits have been saved. */
export function SaveStatus({ state }: { state: SaveState }) {
  const isUnsaved = state === "failed" || state === "incomplete";
  return (
    <span
      role="status"
      className={cn(
        "flex items-center gap-1 text-sm",
        isUnsaved ? "text-destructive" : "text-muted-foreground",
      )}
    >
      {state === "saved" ? <Check aria-hidden className="size-4 text-success" /> : null}
      {TEXT[state]}
    </span>
  );
}
