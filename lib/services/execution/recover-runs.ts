import type { DispatchPorts } from "../dispatch/ports";
import type { Log } from "../environment/ports";
import type { RunStore } from "../runs/ports";
import type { RunLeases } from "./ports";
import { enqueueCurrentStep } from "../dispatch/enqueue-current-step";

export type RecoverRunsPorts = DispatchPorts & {
  readonly runs: Pick<RunStore, "unsettled" | "transition">;
  readonly leases: Pick<RunLeases, "heldRunKeys">;
  readonly log: Log;
};

/**
 * Dispatches the current step of every active run: at the start of a worker and periodically,
 * because a process may die between storing a commit and enqueueing the next step. Harmless for
 * runs whose jobs exist. Leaves leased runs alone: the lease holder may be making the decisions of
 * that step itself.
 * @returns the number of runs examined
 */
export async function recoverRuns(ports: RecoverRunsPorts): Promise<number> {
  const runs = await ports.runs.unsettled();
  // Read after the runs: a run whose lease was released since then has left the version at which it
  // was read.
  const advanced = await ports.leases.heldRunKeys();
  for (const run of runs) {
    if (advanced.has(run.key)) continue;
    try {
      const running =
        run.status === "queued"
          ? await ports.runs.transition(run.id, { from: ["queued"], to: "running" })
          : run;
      if (running) await enqueueCurrentStep(ports, running);
    } catch (error) {
      ports.log("run could not be recovered", {
        run: run.id,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return runs.length;
}
