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

/** Another commit of this process has advanced the world: start over from the stored run. */
class StaleWorldError extends Error {
  override readonly name = "StaleWorldError";
}

/**
 * Milliseconds that a run waits for a commit permit of this process, if another process may be free
 * sooner.
 */
const TURN_TIMEOUT_MS = 1_000;

/**
 * Commits the current step, and every following step that asks no agent or so few that they are
 * asked inline, then enqueues the next one. One job at a time advances a run. Safe to repeat after
 * a crash at any point: the version check of the transaction admits one commit.
 * @throws RetryLaterError when another job advances the run and has not yet done the work of this
 *   one, or when this process has no permit soon and other processes exist; ShardInterruptedError
 *   when `signal` aborts before it has begun, or while it asks agents
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
    // The lease holder continues from there.
    if (run.version > job.version) return;
    // Or it may be about to stop, having begun before a pause.
    throw new RetryLaterError(`run ${run.id} is being advanced by another job`);
  }
  let following: RunRecord | undefined;
  try {
    following = await advanceFromStore(ports, job, releasePermit, signal);
  } finally {
    // Release before the next job is enqueued, which would otherwise find the lease taken.
    await lease.release();
  }
  if (following) await enqueueCurrentStep(ports, following);
}

/**
 * Advances the run from its stored state. Undefined when it has stopped; else the run whose step is
 * to be dispatched.
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
    // An earlier attempt committed, and died before it enqueued the next step.
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
    // Steps without questions can follow each other without end; the next process continues from
    // here.
    if (signal.aborted && run !== start) return run;
    // This process may advance more runs than it caches worlds of.
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
    // The decisions of the dispatched shards are made.
    const isHere =
      planned > 0 &&
      (run === start ? planned <= INLINE_LIMIT : await shouldDecideInline(ports, run, planned));
    if (planned > 0 && !isHere && run !== start) return run;
    if (isHere) {
      // From here on it mostly waits for models, so other commits may begin.
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
 * Advances the world and stores what changed. Undefined when the run is over, or another process
 * was faster.
 */
async function storeCommit(
  ports: CommitStepPorts,
  run: RunRecord,
  simulation: Simulation,
  change: Interruptible<Commit>,
): Promise<RunRecord | undefined> {
  requireFreshWorld(simulation, run);
  // Until the change is stored, no other caller may see this world as the run's.
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
 * Applies the first pending live intervention, if the current step has no decisions yet. Undefined
 * without one.
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
    // It changed nothing.
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
  return yield* simulation.interveneInterruptibly(intervention);
}

/**
 * Dispatches the step again as new jobs: decisions are missing although their shards have ended.
 */
async function redispatchStep(
  ports: CommitStepPorts,
  run: RunRecord,
  planned: number,
): Promise<RunRecord | undefined> {
  // The plan of a fork that begins at a step not reached by its parent is not known yet.
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
