import { FlaskConical } from "lucide-react";
import { cn } from "@/components/ui/cn";

interface ProvenanceNoticeProps {
  /** The model that answered, as its endpoint names it. */
  model: string;
  /** Whether that is the built-in demo model, which is not a language model. */
  isDemo: boolean;
  className?: string | undefined;
}

/** Marks every page with simulated data as such and names the model that made them. */
export function ProvenanceNotice({ model, isDemo, className }: ProvenanceNoticeProps) {
  return (
    <p
      role="note"
      className={cn(
        "flex min-h-8 items-center gap-2 border-b px-4 py-1 text-sm lg:px-6",
        isDemo
          ? "border-warning/25 bg-warning-soft text-warning"
          : "border-border bg-muted text-muted-foreground",
        className,
      )}
    >
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 break-words">
        Simulated data · answered by {isDemo ? "the built-in demo model, not an LLM" : model}
      </span>
    </p>
  );
}
