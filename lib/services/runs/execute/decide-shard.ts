import { AppError } from "@/lib/contracts/errors";
import type { DecideJob } from "@/lib/contracts/jobs";
import { SimulationError, type DecisionSlot, type Memory, type Simulation } from "@/lib/engine";
import { EndpointFailure, type ModelTarget } from "../../models/ports";
import { toTarget } from "../../models/to-target";
import { failRun } from "../fail-run";
import { pauseWithReason } from "../pause-with-reason";
import type { RunRecord } from "../ports";
import { decide } from "./decide";
import type { ExecutionPorts } from "./ports";
import { Recorder } from "./recorder";
import { isCurrent } from "./is-current";
import { shardRange } from "./shards";

/** Agents whose memories one query loads. */
const MEMORY_BATCH = 5_000;

/** How long calls in flight may still take once the shard was told to stop, in milliseconds: they are paid for. */
const GRACE = 5_000;

/** The process is going down in the middle of a shard; the queue hands it to another. */
export class ShardInterrupted extends Error {
  override readonly name = "ShardInterrupted";
}

/**
 * Makes the decisions of one shard and records them. Skips what is recorded, so that a shard which died and runs
 * again does the rest. Stops when the run is paused or cancelled; pauses the run itself when its endpoint fails.
 * @throws ShardInterrupted when `jobSignal` aborts before the end
 */
export async function decideShard(ports: ExecutionPorts, job: DecideJob, jobSignal: AbortSignal): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!isCurrent(run, job)) return;
  const simulation = await ports.replicas.at(run);
  const { first, end } = shardRange(simulation.plan().length, job.shard, job.shards);
  await decideRange(ports, run, simulation, first, end, jobSignal);
}

/**
 * Makes those decisions of the step in hand, `first` ≤ seq < `end`, that are not recorded yet.
 * @throws ShardInterrupted when `jobSignal` aborts before the end
 */
export async function decideRange(ports: ExecutionPorts, run: RunRecord, simulation: Simulation, first: number, end: number, jobSignal: AbortSignal): Promise<void> {
  const recorded = await ports.ledger.recorded(run.key, run.version, first, end - 1);
  const open = simulation.plan().slice(first, end).filter((slot) => !recorded.has(slot.seq));
  if (open.length === 0) return;

  const memories = await memoriesOf(ports, run, simulation, open);
  const control = ports.control.follow(run.id, run.epoch);
  const failed = new AbortController();
  const stop = AbortSignal.any([control.signal, jobSignal, failed.signal]);
  const calls = gracefully(stop);
  const recorder = new Recorder(ports.ledger, run, run.version);
  let failure: { readonly error: unknown } | undefined;
  try {
    const caller = { pool: ports.pool, target: await targetOf(ports, run), signal: calls.signal };
    await inLanes(open, caller.target.concurrency, stop, async (slot) => {
      try {
        await recorder.add(await decide(simulation, slot, memories.get(memoryKey(slot)) ?? [], caller));
      } catch (error) {
        // The others get their grace from now on: an endpoint that hangs would keep them for minutes.
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
    await recorder.close();
  }
  if (failure) await settle(ports, run, failure.error, control.signal.aborted || jobSignal.aborted);
  if (jobSignal.aborted) throw new ShardInterrupted("the worker is stopping");
}

/** What becomes of the run when its calls failed. @throws the error, where it is not the endpoint's or the scenario's */
async function settle(ports: ExecutionPorts, run: RunRecord, error: unknown, wasStopped: boolean): Promise<void> {
  // An `AppError` speaks of the endpoint's settings: its key cannot be read any more.
  if (error instanceof EndpointFailure || error instanceof AppError) return pauseWithReason(ports, run, error.message);
  if (error instanceof SimulationError) return failRun(ports, run, error.message);
  if (!(wasStopped && isAbort(error))) throw error;
}

/** Aborts some time after another signal. */
function gracefully(stop: AbortSignal): { readonly signal: AbortSignal; stop(): void } {
  const calls = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = (): void => {
    timer = setTimeout(() => calls.abort(), GRACE);
  };
  if (stop.aborted) calls.abort();
  stop.addEventListener("abort", begin, { once: true });
  return {
    signal: calls.signal,
    stop: () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", begin);
    },
  };
}

/** Works through the items with so many in flight; the first failure, like the signal, stops the lanes from taking more. */
async function inLanes<Item>(items: readonly Item[], lanes: number, stop: AbortSignal, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (!failure && !stop.aborted) {
      const { value, done } = rest.next();
      if (done) return;
      try {
        await work(value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  if (failure) throw failure.error;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

async function targetOf(ports: ExecutionPorts, run: RunRecord): Promise<ModelTarget> {
  const endpoint = await ports.endpoints.get(run.endpointId);
  if (!endpoint) throw new EndpointFailure("unreachable", `The endpoint “${run.endpointName}” of this run has been deleted.`);
  return toTarget(endpoint, ports.secrets);
}

const memoryKey = (slot: DecisionSlot): string => `${slot.agentType}/${slot.agent}`;

async function memoriesOf(ports: ExecutionPorts, run: RunRecord, simulation: Simulation, slots: readonly DecisionSlot[]): Promise<Map<string, Memory[]>> {
  const found = new Map<string, Memory[]>();
  for (const need of simulation.memoryNeeds(slots)) {
    for (let start = 0; start < need.agents.length; start += MEMORY_BATCH) {
      const agents = need.agents.slice(start, start + MEMORY_BATCH);
      const batch = await ports.ledger.memories(run.key, run.version, { ...need, agents });
      for (const [agent, memories] of batch) found.set(`${need.agentType}/${agent}`, memories);
    }
  }
  return found;
}
