import type { CommitJob } from "@/lib/contracts/jobs";
import {
  type Commit,
  InterventionError,
  type LiveIntervention,
  type Portions,
  SimulationError,
  type Simulation,
} from "@/lib/engine";
import { embedCommit } from "../memory/embed-commit";
import { failRun } from "./fail-run";
import { inPortions } from "../concurrency/run-cooperatively";
import { TryLater } from "./ports";
import { type RunRecord } from "../runs/ports";
import { decideRange, ShardInterrupted } from "./decide-shard";
import { decidedHere } from "./decide-inline";
import { enqueueCurrentStep, mayIntervene } from "../dispatch/enqueue-current-step";
import { isGoing } from "./is-current";
import type { ExecutionPorts } from "./ports";
import { standsAt } from "../worlds/replicas";
import { FEW } from "../dispatch/shards";

/** Somebody else in this process has moved the world on: start over from the run as it is stored. */
class WorldMoved extends Error {}

/** How long a run waits for its turn in this process, in milliseconds, where another may have one sooner. */
const PATIENCE = 1_000;

/**
 * Commits the step in hand, and every following step that asks no agent or so few that they are asked here, then enqueues the
 * next. One job at a time advances a run. Safe to run again after a crash at any point: the version check of the transaction lets
 * one commit through.
 * @throws TryLater when another job advances the run, and has not yet done what this one is for, or when this process has no
 *   turn for it soon and there are others; ShardInterrupted when `signal` aborts before it has begun, or while it asks agents
 */
export async function commitStep(
  ports: ExecutionPorts,
  job: CommitJob,
  signal: AbortSignal,
): Promise<void> {
  const leave = await ports.replicas.commits.enter(
    ports.pool.processes() > 1 ? PATIENCE : undefined,
  );
  if (!leave) throw new TryLater(`run ${job.runId} waits for its turn`);
  try {
    if (signal.aborted) throw new ShardInterrupted("the worker is stopping");
    await commitInTurn(ports, job, leave, signal);
  } finally {
    leave();
  }
}

async function commitInTurn(
  ports: ExecutionPorts,
  job: CommitJob,
  leave: () => void,
  signal: AbortSignal,
): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!isGoing(run, job)) return;
  const lease = await ports.leases.take(run.key);
  if (!lease) {
    // Whoever advances it goes on from there.
    if (run.version > job.version) return;
    // Or may be about to stop: it began before a pause, say.
    throw new TryLater(`run ${run.id} is being advanced by another job`);
  }
  let following: RunRecord | undefined;
  try {
    following = await advanceStored(ports, job, leave, signal);
  } finally {
    // Before the next job is there: it would find its predecessor.
    await lease.release();
  }
  if (following) await enqueueCurrentStep(ports, following);
}

/** Advances the run from where it is stored. Undefined when it has stopped; else what is to be handed out. */
async function advanceStored(
  ports: ExecutionPorts,
  job: CommitJob,
  leave: () => void,
  signal: AbortSignal,
): Promise<RunRecord | undefined> {
  for (;;) {
    const run = await ports.runs.get(job.runId);
    if (!isGoing(run, job)) return undefined;
    // An earlier attempt committed, and died before it enqueued what follows.
    if (run.version > job.version) return run;
    try {
      return await advance(ports, run, leave, signal);
    } catch (error) {
      ports.replicas.drop(run.id);
      if (error instanceof WorldMoved) continue;
      if (!(error instanceof SimulationError)) throw error;
      await failRun(ports, run, error.message);
      return undefined;
    }
  }
}

async function advance(
  ports: ExecutionPorts,
  start: RunRecord,
  leave: () => void,
  signal: AbortSignal,
): Promise<RunRecord | undefined> {
  let run: RunRecord | undefined = start;
  let world: Simulation | undefined;
  while (run) {
    // Steps that ask nobody follow each other without end; the next process goes on from here.
    if (signal.aborted && run !== start) return run;
    // This process may advance more runs than it keeps worlds of.
    const simulation: Simulation =
      world && standsAt(world, run) ? world : await ports.replicas.at(run);
    world = simulation;
    const intervened: RunRecord | undefined = await intervene(ports, run, simulation);
    if (intervened) {
      run = intervened.status === "running" ? intervened : undefined;
      continue;
    }
    requireUnmoved(simulation, run);
    const planned = simulation.plan().length;
    // Those that the step was handed out with have been made.
    const isHere =
      planned > 0 && (run === start ? planned <= FEW : await decidedHere(ports, run, planned));
    if (planned > 0 && !isHere && run !== start) return run;
    if (isHere) {
      // From here on, it mostly waits for models: others may begin.
      leave();
      await decideRange(ports, run, simulation, 0, planned, signal);
    }
    const outcomes = planned > 0 ? await ports.ledger.outcomes(run.key, run.version) : [];
    requireUnmoved(simulation, run);
    if (outcomes.length < planned) return askAgain(ports, run, planned);
    run = await store(ports, run, simulation, simulation.committing(outcomes));
  }
  return undefined;
}

function requireUnmoved(simulation: Simulation, run: RunRecord): void {
  if (!standsAt(simulation, run))
    throw new WorldMoved(`run ${run.id} has left version ${run.version}`);
}

/** Moves the world on and stores what changed. Undefined when the run is over, or somebody else was faster. */
async function store(
  ports: ExecutionPorts,
  run: RunRecord,
  simulation: Simulation,
  change: Portions<Commit>,
): Promise<RunRecord | undefined> {
  requireUnmoved(simulation, run);
  // Until it is stored it is not the run's world: nobody else may find it.
  ports.replicas.drop(run.id);
  const commit = await inPortions(change);
  const finished = commit.next === null;
  await inPortions(simulation.preparing());
  const nextPlanned = finished ? 0 : simulation.plan().length;
  const isOurs = await ports.ledger.commit(
    run,
    await inPortions(embedCommit(commit, simulation, run)),
    { finished, nextPlanned },
  );
  if (!isOurs || finished) return undefined;
  ports.replicas.keep(run.id, simulation);
  return {
    ...run,
    version: commit.version,
    digest: commit.digest,
    stopReason: commit.stopped ?? null,
    stepPlanned: nextPlanned,
  };
}

/** Applies the first live intervention that waits, if the step in hand has no decisions yet. Undefined when there is none. */
async function intervene(
  ports: ExecutionPorts,
  run: RunRecord,
  simulation: Simulation,
): Promise<RunRecord | undefined> {
  if (!(await mayIntervene(ports, run))) return undefined;
  const [first] = await ports.interventions.pending(run.key);
  if (!first) return undefined;
  try {
    return (
      (await store(ports, run, simulation, intervening(simulation, first))) ?? {
        ...run,
        status: "completed",
      }
    );
  } catch (error) {
    if (!(error instanceof InterventionError)) throw error;
    // It left everything as it was.
    ports.replicas.keep(run.id, simulation);
    await ports.interventions.fail(run, first.number, error.message);
    return run;
  }
}

function* intervening(simulation: Simulation, intervention: LiveIntervention): Portions<Commit> {
  yield;
  return simulation.intervene(intervention);
}

/** Decisions are missing although their shards have ended: hand the step out anew, as jobs of their own. */
async function askAgain(
  ports: ExecutionPorts,
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
