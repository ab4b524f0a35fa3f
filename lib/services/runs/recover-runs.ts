import type { ExecutionPorts } from "./execute/ports";
import { enqueueCurrentStep } from "./execute/enqueue-current-step";

/**
 * Hands out the current step of every run that should be going: at the start of a worker, and now and then, because a
 * process may die between storing something and enqueueing what follows. Harmless for runs whose jobs exist.
 * @returns how many runs were looked at
 */
export async function recoverRuns(ports: Pick<ExecutionPorts, "runs" | "queue" | "ledger" | "interventions" | "log">): Promise<number> {
  const runs = await ports.runs.unsettled();
  for (const run of runs) {
    try {
      const running = run.status === "queued" ? await ports.runs.transition(run.id, { from: ["queued"], to: "running" }) : run;
      if (running) await enqueueCurrentStep(ports, running);
    } catch (error) {
      ports.log("run could not be recovered", { run: run.id, error: error instanceof Error ? error.message : String(error) });
    }
  }
  return runs.length;
}
