import type { RunRecord } from "../ports";
import type { ExecutionPorts } from "./ports";
import { shardCount } from "./shards";

/** Enqueues the step a run stands at; harmless when it is enqueued already. */
export async function enqueueCurrentStep(ports: Pick<ExecutionPorts, "queue" | "replicas">, run: RunRecord): Promise<void> {
  const simulation = await ports.replicas.at(run);
  await ports.queue.enqueueStep({ runId: run.id, version: run.version, epoch: run.epoch }, shardCount(simulation.plan().length));
}
