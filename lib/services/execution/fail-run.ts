import type { StopCause } from "@/lib/domain/run";
import type { RunRecord, RunStore } from "../runs/ports";

type Ports = {
  readonly runs: RunStore;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
};

/** Ends a run's work with the reason on its page. Committed steps stay; the run can be resumed once the cause is gone. */
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
