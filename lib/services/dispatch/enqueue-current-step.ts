import { JOBS } from "@/lib/contracts/jobs";
import type { DispatchedRun, DispatchPorts } from "./ports";
import { shardCountFor } from "./shards";

/** Enqueues the current step of a run; does nothing when it is enqueued already. */
export async function enqueueCurrentStep(ports: DispatchPorts, run: DispatchedRun): Promise<void> {
  const step = { runId: run.id, version: run.version, epoch: run.epoch };
  // Interventions requested during a pause come first: without shards the commit begins at once and
  // applies them.
  const shards = (await canApplyIntervention(ports, run)) ? 0 : shardCountFor(run.stepPlanned);
  await ports.queue.enqueueFlow({
    job: JOBS.commit,
    payload: step,
    childJob: JOBS.decide,
    children: Array.from({ length: shards }, (_, shard) => ({ ...step, shard, shards })),
  });
}

/**
 * Whether a live intervention is pending and can be applied: decisions of the current step were
 * made on the world as it is, so none may be recorded.
 */
export async function canApplyIntervention(
  ports: Omit<DispatchPorts, "queue">,
  run: Pick<DispatchedRun, "key" | "version">,
): Promise<boolean> {
  if (run.version === 0 || (await ports.interventions.pending(run.key)).length === 0) return false;
  return !(await ports.ledger.hasDecisions(run.key, run.version));
}
