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
 * Hands out the current step of every run that should be going: at the start of a worker, and now
 * and then, because a process may die between storing something and enqueueing what follows.
 * Harmless for runs whose jobs exist. Runs that somebody advances are left to him: he may be making
 * the decisions of that step himself.
 * @returns how many runs were looked at
 */
export async function recoverRuns(ports: RecoverRunsPorts): Promise<number> {
  const runs = await ports.runs.unsettled();
  // After the runs: who has let go of one since then has left the version at which it was seen.
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
