import type { CommitJob } from "@/lib/contracts/jobs";
import {
  type Commit,
  InterventionError,
  type LiveIntervention,
  type Interruptible,
  SimulationError,
  type Simulation,
} from "@/lib/engine";
import { embedCommit } from "../memory/embed-commit";
import { failRun } from "./stop-run";
import { runCooperatively } from "../concurrency/run-cooperatively";
import { RetryLaterError } from "./ports";
import { type RunRecord } from "../runs/ports";
import { decideRange, ShardInterruptedError } from "./decide-shard";
import { shouldDecideInline } from "./decide-inline";
import { enqueueCurrentStep, canApplyIntervention } from "../dispatch/enqueue-current-step";
import { isActiveEpoch } from "./is-active-epoch";
import type { CommitStepPorts } from "./ports";
import { isAtVersion } from "../worlds/replicas";
import { INLINE_LIMIT } from "../dispatch/shards";

/**
 * Somebody else in this process has moved the world on: start over from the run as it is stored.
 */
class StaleWorldError extends Error {}

/**
 * How long a run waits for its turn in this process, in milliseconds, where another may have one
 * sooner.
 */
const TURN_TIMEOUT_MS = 1_000;

/**
 * Commits the step in hand, and every following step that asks no agent or so few that they are
 * asked here, then enqueues the next. One job at a time advances a run. Safe to run again after a
 * crash at any point: the version check of the transaction lets one commit through.
 * @throws RetryLaterError when another job advances the run, and has not yet done what this one is
 *   for, or
 *   when this process has no turn for it soon and there are others;
 *   ShardInterruptedError when `signal` aborts before it has begun, or while it asks agents
 */
export async function commitStep(
  ports: CommitStepPorts,
  job: CommitJob,
  signal: AbortSignal,
): Promise<void> {
  const releasePermit = await ports.replicas.commitPermits.acquire(
    ports.pool.processes() > 1 ? TURN_TIMEOUT_MS : undefined,
  );
  if (!releasePermit) throw new RetryLaterError(`run ${job.runId} waits for its turn`);
  try {
    if (signal.aborted) throw new ShardInterruptedError("the worker is stopping");
    await commitWithLease(ports, job, releasePermit, signal);
  } finally {
    releasePermit();
  }
}

async function commitWithLease(
  ports: CommitStepPorts,
  job: CommitJob,
  releasePermit: () => void,
  signal: AbortSignal,
): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!isActiveEpoch(run, job)) return;
  const lease = await ports.leases.acquire(run.key);
  if (!lease) {
    // Whoever advances it goes on from there.
    if (run.version > job.version) return;
    // Or may be about to stop: it began before a pause, say.
    throw new RetryLaterError(`run ${run.id} is being advanced by another job`);
  }
  let following: RunRecord | undefined;
  try {
    following = await advanceFromStore(ports, job, releasePermit, signal);
  } finally {
    // Before the next job is there: it would find its predecessor.
    await lease.release();
  }
  if (following) await enqueueCurrentStep(ports, following);
}

/**
 * Advances the run from where it is stored. Undefined when it has stopped; else what is to be
 * handed out.
 */
async function advanceFromStore(
  ports: CommitStepPorts,
  job: CommitJob,
  releasePermit: () => void,
  signal: AbortSignal,
): Promise<RunRecord | undefined> {
  for (;;) {
    const run = await ports.runs.get(job.runId);
    if (!isActiveEpoch(run, job)) return undefined;
    // An earlier attempt committed, and died before it enqueued what follows.
    if (run.version > job.version) return run;
    try {
      return await advance(ports, run, releasePermit, signal);
    } catch (error) {
      ports.replicas.evict(run.id);
      if (error instanceof StaleWorldError) continue;
      if (!(error instanceof SimulationError)) throw error;
      await failRun(ports, run, { reason: error.message, cause: "scenario" });
      return undefined;
    }
  }
}

async function advance(
  ports: CommitStepPorts,
  start: RunRecord,
  releasePermit: () => void,
  signal: AbortSignal,
): Promise<RunRecord | undefined> {
  let run: RunRecord | undefined = start;
  let world: Simulation | undefined;
  while (run) {
    // Steps that ask nobody follow each other without end; the next process goes on from here.
    if (signal.aborted && run !== start) return run;
    // This process may advance more runs than it keeps worlds of.
    const simulation: Simulation =
      world && isAtVersion(world, run) ? world : await ports.replicas.get(run);
    world = simulation;
    const intervened: RunRecord | undefined = await applyPendingIntervention(
      ports,
      run,
      simulation,
    );
    if (intervened) {
      run = intervened.status === "running" ? intervened : undefined;
      continue;
    }
    requireFreshWorld(simulation, run);
    const planned = simulation.plan().length;
    // Those that the step was handed out with have been made.
    const isHere =
      planned > 0 &&
      (run === start ? planned <= INLINE_LIMIT : await shouldDecideInline(ports, run, planned));
    if (planned > 0 && !isHere && run !== start) return run;
    if (isHere) {
      // From here on, it mostly waits for models: others may begin.
      releasePermit();
      await decideRange(ports, { run, simulation, first: 0, end: planned }, signal);
    }
    const outcomes = planned > 0 ? await ports.ledger.outcomes(run.key, run.version) : [];
    requireFreshWorld(simulation, run);
    if (outcomes.length < planned) return redispatchStep(ports, run, planned);
    run = await storeCommit(ports, run, simulation, simulation.commitInterruptibly(outcomes));
  }
  return undefined;
}

function requireFreshWorld(simulation: Simulation, run: RunRecord): void {
  if (!isAtVersion(simulation, run))
    throw new StaleWorldError(`run ${run.id} has left version ${run.version}`);
}

/**
 * Moves the world on and stores what changed. Undefined when the run is over, or somebody else was
 * faster.
 */
async function storeCommit(
  ports: CommitStepPorts,
  run: RunRecord,
  simulation: Simulation,
  change: Interruptible<Commit>,
): Promise<RunRecord | undefined> {
  requireFreshWorld(simulation, run);
  // Until it is stored it is not the run's world: nobody else may find it.
  ports.replicas.evict(run.id);
  const commit = await runCooperatively(change);
  const finished = commit.next === null;
  await runCooperatively(simulation.prepareInterruptibly());
  const nextPlanned = finished ? 0 : simulation.plan().length;
  const isOurs = await ports.ledger.commit(
    run,
    await runCooperatively(embedCommit(commit, simulation, run)),
    { finished, nextPlanned },
  );
  if (!isOurs || finished) return undefined;
  ports.replicas.put(run.id, simulation);
  return {
    ...run,
    version: commit.version,
    digest: commit.digest,
    stopReason: commit.stopped ?? null,
    stepPlanned: nextPlanned,
  };
}

/**
 * Applies the first live intervention that waits, if the step in hand has no decisions yet.
 * Undefined when there is none.
 */
async function applyPendingIntervention(
  ports: CommitStepPorts,
  run: RunRecord,
  simulation: Simulation,
): Promise<RunRecord | undefined> {
  if (!(await canApplyIntervention(ports, run))) return undefined;
  const [first] = await ports.interventions.pending(run.key);
  if (!first) return undefined;
  try {
    return (
      (await storeCommit(ports, run, simulation, interventionCommit(simulation, first))) ?? {
        ...run,
        status: "completed",
      }
    );
  } catch (error) {
    if (!(error instanceof InterventionError)) throw error;
    // It left everything as it was.
    ports.replicas.put(run.id, simulation);
    await ports.interventions.fail(run, first.number, error.message);
    return run;
  }
}

function* interventionCommit(
  simulation: Simulation,
  intervention: LiveIntervention,
): Interruptible<Commit> {
  yield;
  return simulation.intervene(intervention);
}

/**
 * Decisions are missing although their shards have ended: hand the step out anew, as jobs of their
 * own.
 */
async function redispatchStep(
  ports: CommitStepPorts,
  run: RunRecord,
  planned: number,
): Promise<RunRecord | undefined> {
  // A fork that begins where its parent has not been does not know its plan.
  return (
    (await ports.runs.transition(run.id, {
      from: ["running"],
      to: "running",
      epoch: run.epoch,
      newEpoch: true,
      stepPlanned: planned,
    })) ?? undefined
  );
}
