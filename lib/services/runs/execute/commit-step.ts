import type { CommitJob } from "@/lib/contracts/jobs";
import { SimulationError, type Commit, type Simulation } from "@/lib/engine";
import { failRun } from "../fail-run";
import type { RunRecord } from "../ports";
import { enqueueCurrentStep } from "./enqueue-current-step";
import type { ExecutionPorts } from "./ports";
import { shardCount } from "./shards";

/**
 * Commits the step in hand, and every following step that asks no agent, then enqueues the next that does.
 * Safe to run again after a crash at any point: the version check of the transaction lets one commit through.
 */
export async function commitStep(ports: ExecutionPorts, job: CommitJob): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!run || run.status !== "running" || run.epoch !== job.epoch) return;
  // An earlier attempt committed, and died before it enqueued what follows.
  if (run.version > job.version) return enqueueCurrentStep(ports, run);
  try {
    await advance(ports, run);
  } catch (error) {
    ports.replicas.drop(run.id);
    if (error instanceof SimulationError) await failRun(ports, run, error.message);
    else throw error;
  }
}

async function advance(ports: ExecutionPorts, start: RunRecord): Promise<void> {
  let run = start;
  for (;;) {
    const simulation = await ports.replicas.at(run);
    const planned = simulation.plan().length;
    const outcomes = planned > 0 ? await ports.ledger.outcomes(run.key, run.version) : [];
    if (outcomes.length < planned) return askAgain(ports, run);

    const commit = simulation.commit(outcomes);
    const finished = simulation.step() === undefined;
    const nextPlanned = finished ? 0 : simulation.plan().length;
    if (!(await ports.ledger.commit(run, commit, { finished, nextPlanned }))) {
      ports.replicas.drop(run.id);
      return;
    }
    if (finished) {
      ports.replicas.drop(run.id);
      return;
    }
    run = afterCommit(run, commit);
    if (nextPlanned > 0) return ports.queue.enqueueStep({ runId: run.id, version: run.version, epoch: run.epoch }, shards(simulation));
  }
}

/** Decisions are missing although their shards have ended: hand the step out anew, as jobs of their own. */
async function askAgain(ports: ExecutionPorts, run: RunRecord): Promise<void> {
  const renewed = await ports.runs.transition(run.id, { from: ["running"], to: "running", epoch: run.epoch, newEpoch: true });
  if (renewed) await enqueueCurrentStep(ports, renewed);
}

const shards = (simulation: Simulation): number => shardCount(simulation.plan().length);

const afterCommit = (run: RunRecord, commit: Commit): RunRecord => ({
  ...run,
  version: commit.version,
  digest: commit.digest,
  stopReason: commit.stopped ?? null,
});
