import type { CommitJob } from "@/lib/contracts/jobs";
import { InterventionError, SimulationError, type Commit, type Simulation } from "@/lib/engine";
import { embedCommit } from "../../memory/embed-commit";
import { failRun } from "../fail-run";
import type { RunRecord } from "../ports";
import { decideRange } from "./decide-shard";
import { enqueueCurrentStep, mayIntervene } from "./enqueue-current-step";
import type { ExecutionPorts } from "./ports";
import { shardCount } from "./shards";

/** Decisions so few that handing them out would take longer than making them: turns of a conversation, say. */
const FEW = 8;

/**
 * Commits the step in hand, and every following step that asks no agent or only a few, then enqueues the next that asks
 * many. Safe to run again after a crash at any point: the version check of the transaction lets one commit through.
 * @throws ShardInterrupted when `signal` aborts while it asks agents
 */
export async function commitStep(ports: ExecutionPorts, job: CommitJob, signal: AbortSignal): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!run || run.status !== "running" || run.epoch !== job.epoch) return;
  // An earlier attempt committed, and died before it enqueued what follows.
  if (run.version > job.version) return enqueueCurrentStep(ports, run);
  try {
    await advance(ports, run, signal);
  } catch (error) {
    ports.replicas.drop(run.id);
    if (error instanceof SimulationError) await failRun(ports, run, error.message);
    else throw error;
  }
}

async function advance(ports: ExecutionPorts, start: RunRecord, signal: AbortSignal): Promise<void> {
  let run: RunRecord | undefined = start;
  while (run) {
    const simulation: Simulation = await ports.replicas.at(run);
    const intervened: RunRecord | undefined = await intervene(ports, run, simulation);
    if (intervened) {
      run = intervened.status === "running" ? intervened : undefined;
      continue;
    }
    const planned = simulation.plan().length;
    if (planned > FEW && run !== start) return ports.queue.enqueueStep({ runId: run.id, version: run.version, epoch: run.epoch }, shardCount(planned));
    if (planned <= FEW && planned > 0) {
      await decideRange(ports, run, simulation, 0, planned, signal);
      // Its endpoint may have failed, or somebody paused it.
      if (!(await isGoing(ports, run))) return;
    }
    const outcomes = planned > 0 ? await ports.ledger.outcomes(run.key, run.version) : [];
    if (outcomes.length < planned) return askAgain(ports, run);
    run = await store(ports, run, simulation, simulation.commit(outcomes));
  }
}

/** Stores a commit. Undefined when the run is over, or somebody else was faster. */
async function store(ports: ExecutionPorts, run: RunRecord, simulation: Simulation, commit: Commit): Promise<RunRecord | undefined> {
  const finished = commit.next === null;
  const nextPlanned = finished ? 0 : simulation.plan().length;
  const isOurs = await ports.ledger.commit(run, embedCommit(commit, simulation, run), { finished, nextPlanned });
  if (!isOurs || finished) {
    ports.replicas.drop(run.id);
    return undefined;
  }
  return { ...run, version: commit.version, digest: commit.digest, stopReason: commit.stopped ?? null };
}

/** Applies the first live intervention that waits, if the step in hand has no decisions yet. Undefined when there is none. */
async function intervene(ports: ExecutionPorts, run: RunRecord, simulation: Simulation): Promise<RunRecord | undefined> {
  if (!(await mayIntervene(ports, run))) return undefined;
  const [first] = await ports.interventions.pending(run.key);
  if (!first) return undefined;
  try {
    return (await store(ports, run, simulation, simulation.intervene(first))) ?? { ...run, status: "completed" };
  } catch (error) {
    if (!(error instanceof InterventionError)) throw error;
    await ports.interventions.fail(run, first.number, error.message);
    return run;
  }
}

async function isGoing(ports: ExecutionPorts, run: RunRecord): Promise<boolean> {
  const now = await ports.runs.get(run.id);
  return now?.status === "running" && now.epoch === run.epoch;
}

/** Decisions are missing although their shards have ended: hand the step out anew, as jobs of their own. */
async function askAgain(ports: ExecutionPorts, run: RunRecord): Promise<void> {
  const renewed = await ports.runs.transition(run.id, { from: ["running"], to: "running", epoch: run.epoch, newEpoch: true });
  if (renewed) await enqueueCurrentStep(ports, renewed);
}
