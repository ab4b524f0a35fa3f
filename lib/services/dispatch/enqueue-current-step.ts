import { JOBS } from "@/lib/contracts/jobs";
import type { DispatchedRun, DispatchPorts } from "./ports";
import { shardCountFor } from "./shards";

/** Enqueues the step a run stands at; harmless when it is enqueued already. */
export async function enqueueCurrentStep(ports: DispatchPorts, run: DispatchedRun): Promise<void> {
  const step = { runId: run.id, version: run.version, epoch: run.epoch };
  // What was asked for during a pause comes first. Without shards, the commit begins at once and
  // sees to it.
  const shards = (await canApplyIntervention(ports, run)) ? 0 : shardCountFor(run.stepPlanned);
  await ports.queue.enqueueFlow({
    job: JOBS.commit,
    payload: step,
    childJob: JOBS.decide,
    children: Array.from({ length: shards }, (_, shard) => ({ ...step, shard, shards })),
  });
}

/**
 * Whether a live intervention waits, and the step in hand has no decisions yet: they were made on
 * the world as it is.
 */
export async function canApplyIntervention(
  ports: Omit<DispatchPorts, "queue">,
  run: Pick<DispatchedRun, "key" | "version">,
): Promise<boolean> {
  if (run.version === 0 || (await ports.interventions.pending(run.key)).length === 0) return false;
  return !(await ports.ledger.hasDecisions(run.key, run.version));
}
