import type { RunRecord } from "../ports";
import type { ExecutionPorts } from "./ports";
import { shardCount } from "./shards";

/** Enqueues the step a run stands at; harmless when it is enqueued already. */
export async function enqueueCurrentStep(ports: Pick<ExecutionPorts, "queue" | "replicas" | "interventions" | "ledger">, run: RunRecord): Promise<void> {
  const step = { runId: run.id, version: run.version, epoch: run.epoch };
  // Making the world asks nobody, and only the process that makes it should load the data it is made of. What was asked for
  // during a pause comes first. Without shards, the commit begins at once and sees to either.
  if (run.version === 0 || (await mayIntervene(ports, run))) return ports.queue.enqueueStep(step, 0);
  const simulation = await ports.replicas.at(run);
  await ports.queue.enqueueStep(step, shardCount(simulation.plan().length));
}

/** Whether a live intervention waits, and the step in hand has no decisions yet: they were made on the world as it is. */
export async function mayIntervene(ports: Pick<ExecutionPorts, "interventions" | "ledger">, run: Pick<RunRecord, "key" | "version">): Promise<boolean> {
  if (run.version === 0 || (await ports.interventions.pending(run.key)).length === 0) return false;
  return !(await ports.ledger.hasDecisions(run.key, run.version));
}
