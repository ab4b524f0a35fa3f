import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { DecisionRow } from "@/lib/contracts/runs";

export const STATUS: Readonly<
  Record<DecisionRow["status"], { label: string; tone: BadgeTone; meaning: string }>
> = {
  valid: {
    label: "Valid",
    tone: "neutral",
    meaning: "The answer is valid and took effect.",
  },
  invalid: {
    label: "Invalid",
    tone: "danger",
    meaning: "No valid answer, even after retries.",
  },
  rejected: {
    label: "Rejected",
    tone: "warning",
    meaning: "The answer was valid, but could no longer be carried out when it was applied.",
  },
};

export function DecisionStatus({ status }: { status: DecisionRow["status"] }) {
  const { label, tone } = STATUS[status];
  // Nearly all are valid: a badge on each would hide the others.
  if (status === "valid") return <span className="text-muted-foreground">{label}</span>;
  return <Badge tone={tone}>{label}</Badge>;
}
