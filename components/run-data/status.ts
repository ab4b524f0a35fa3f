import type { StatusTone } from "@/components/ui/status-dot";
import { isSettled, type RunStatus } from "@/lib/domain/run";
import type { RunProgress } from "@/lib/contracts/runs";

export const RUN_STATUS: Readonly<Record<RunStatus, { tone: StatusTone; label: string }>> = {
  queued: { tone: "neutral", label: "Queued" },
  running: { tone: "active", label: "Running" },
  paused: { tone: "warning", label: "Paused" },
  completed: { tone: "success", label: "Completed" },
  failed: { tone: "danger", label: "Failed" },
  cancelled: { tone: "neutral", label: "Cancelled" },
};

/** Whether the run can change without a command. */
export const isLive = ({
  status,
  resumeAt,
}: Pick<RunProgress, "status"> & { readonly resumeAt?: string | null }): boolean =>
  !isSettled(status) || (status === "paused" && (resumeAt ?? null) !== null);

/** Whether the run is over for good: paused and failed runs can be resumed. */
export const isFinal = ({ status }: Pick<RunProgress, "status">): boolean =>
  status === "completed" || status === "cancelled";

/** What needs attention first, then what is under way. */
const PRECEDENCE: Readonly<Record<RunStatus, number>> = {
  failed: 0,
  paused: 1,
  running: 2,
  queued: 3,
  cancelled: 4,
  completed: 5,
};

/** Summarises several runs by one status: the one that takes precedence. */
export function combinedStatus(
  runs: readonly { readonly progress: Pick<RunProgress, "status"> }[],
): RunStatus {
  const [first = "queued"] = runs
    .map(({ progress }) => progress.status)
    .toSorted((a, b) => PRECEDENCE[a] - PRECEDENCE[b]);
  return first;
}

/** The mean completed share of several runs, 0 to 1. */
export const combinedShare = (
  runs: readonly { readonly progress: Pick<RunProgress, "share"> }[],
): number =>
  runs.length === 0 ? 0 : runs.reduce((sum, { progress }) => sum + progress.share, 0) / runs.length;
