import type { StopCause } from "@/lib/domain/run";
import type { RunRecord, RunStore } from "../runs/ports";
import type { Log } from "../environment/ports";

type Ports = {
  readonly runs: Pick<RunStore, "transition">;
  readonly log: Log;
};

/**
 * Ends a run's work with the reason on its page. Committed steps stay; the run can be resumed once
 * the cause is gone.
 */
export async function failRun(
  ports: Ports,
  run: Pick<RunRecord, "id" | "epoch">,
  {
    reason,
    cause,
  }: {
    readonly reason: string;
    readonly cause: Extract<StopCause, "scenario" | "unexpected">;
  },
): Promise<void> {
  const failed = await ports.runs.transition(run.id, {
    from: ["queued", "running"],
    to: "failed",
    reason,
    cause,
    epoch: run.epoch,
    newEpoch: true,
  });
  if (failed) ports.log("run failed", { run: run.id, version: failed.version, reason });
}

/** Fails a run because one of its jobs failed for good, for a reason that nobody foresaw. */
export const failRunUnexpectedly = (
  ports: Ports,
  { runId, epoch }: { readonly runId: string; readonly epoch: number },
  error: Error,
): Promise<void> =>
  failRun(
    ports,
    { id: runId, epoch },
    {
      reason: `An unexpected error stopped this run: ${error.message}. All decisions so far are kept. Resume to try again.`,
      cause: "unexpected",
    },
  );
