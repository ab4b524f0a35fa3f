import type { DecideJob } from "@/lib/contracts/jobs";
import type { Simulation } from "@/lib/engine";
import { recallForDecisions } from "../memory/recall-memories";
import type { RecordedDecision } from "@/lib/domain/decision";
import type { RunRecord } from "../runs/ports";
import { openRunCalls, type RunCalls } from "./run-calls";
import { makeDecision } from "./make-decision";
import type { DecideShardPorts } from "./ports";
import { BatchWriter } from "../concurrency/batch-writer";
import { isAtVersion } from "../worlds/replicas";
import { isCurrentJob } from "./is-active-epoch";
import { abortAfterGrace, mapConcurrently } from "../concurrency/map-concurrently";
import { handleJobFailure } from "./handle-job-failure";
import { shardRange } from "../dispatch/shards";

/** The process is going down in the middle of a shard; the queue hands it to another. */
export class ShardInterruptedError extends Error {
  override readonly name = "ShardInterrupted";
}

/**
 * Makes the decisions of one shard and records them. Skips what is recorded, so that a shard which
 * died and runs again does the rest. Stops when the run is paused or cancelled; pauses the run
 * itself when its endpoints, its budget or the record fail it.
 * @throws ShardInterrupted when `jobSignal` aborts before the end
 */
export async function decideShard(
  ports: DecideShardPorts,
  job: DecideJob,
  jobSignal: AbortSignal,
): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!isCurrentJob(run, job)) return;
  const simulation = await ports.replicas.get(run);
  if (!isAtVersion(simulation, run)) return;
  const { first, end } = shardRange(simulation.plan().length, job.shard, job.shards);
  await decideRange(ports, run, simulation, first, end, jobSignal);
}

/**
 * Makes those decisions of the step in hand, `first` ≤ seq < `end`, that are not recorded yet.
 * Stops once the world has moved on: whoever moved it has all decisions of the step.
 * @throws ShardInterrupted when `jobSignal` aborts before the end
 */
export async function decideRange(
  ports: DecideShardPorts,
  run: RunRecord,
  simulation: Simulation,
  first: number,
  end: number,
  jobSignal: AbortSignal,
): Promise<void> {
  const recorded = await ports.ledger.recorded(run.key, run.version, first, end - 1);
  if (!isAtVersion(simulation, run)) return;
  const open = simulation
    .plan()
    .slice(first, end)
    .filter((slot) => !recorded.has(slot.seq));
  if (open.length === 0) return;

  const control = ports.control.follow(run.id, run.epoch);
  const failed = new AbortController();
  const stop = AbortSignal.any([control.signal, jobSignal, failed.signal]);
  const calls = abortAfterGrace(stop);
  let asking: RunCalls | undefined;
  const recorder = new BatchWriter<RecordedDecision>(async (batch) => {
    await ports.ledger.record(run, run.version, batch);
    asking?.markRecorded(batch);
  });
  let failure: { readonly error: unknown } | undefined;
  try {
    const asks = await openRunCalls(ports, run, calls.signal);
    asking = asks;
    const recollections = await recallForDecisions(
      { ...ports, pool: asks.embedding },
      run,
      simulation,
      open,
      calls.signal,
    );
    await mapConcurrently(open, asks.concurrency, stop, async (slot) => {
      if (!isAtVersion(simulation, run)) return;
      try {
        await recorder.add(await makeDecision(simulation, slot, recollections.get(slot), asks));
      } catch (error) {
        // The others get their grace from now on: an endpoint that hangs would keep them for
        // minutes.
        failed.abort();
        throw error;
      }
    });
  } catch (error) {
    failure = { error };
  } finally {
    control.stop();
    calls.stop();
    // Before the run is said to have paused: whoever hears of it finds all that was decided.
    await recorder.close().finally(() => asking?.close());
  }
  if (failure && isAtVersion(simulation, run))
    await handleJobFailure(ports, run, failure.error, control.signal.aborted || jobSignal.aborted);
  if (jobSignal.aborted) throw new ShardInterruptedError("the worker is stopping");
}
