import { StatusDot, type StatusTone } from "@/components/ui/status-dot";
import type { PollSummary } from "@/lib/contracts/polls";

/** How the state of a poll is shown. */
export const POLL_STATUS: Readonly<
  Record<PollSummary["status"], { tone: StatusTone; label: string }>
> = {
  running: { tone: "active", label: "Running" },
  completed: { tone: "success", label: "Completed" },
  failed: { tone: "danger", label: "Failed" },
};

export function PollStatus({ status }: Pick<PollSummary, "status">) {
  const { tone, label } = POLL_STATUS[status];
  return <StatusDot tone={tone}>{label}</StatusDot>;
}
