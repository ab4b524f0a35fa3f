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

/**
 * Makes the decisions of one shard and records them. Skips what is recorded, so that a shard which died and runs
 * again does the rest. Stops when the run is paused or cancelled; pauses the run itself when its endpoint fails.
 */
export async function decideShard(ports: ExecutionPorts, job: DecideJob, jobSignal?: AbortSignal): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!isCurrent(run, job)) return;
  const simulation = await ports.replicas.at(run);
  const { first, end } = shardRange(simulation.plan().length, job.shard, job.shards);
  const recorded = await ports.ledger.recorded(run.key, run.version, first, end - 1);
  const open = simulation.plan().slice(first, end).filter((slot) => !recorded.has(slot.seq));
  if (open.length === 0) return;

  const target = await targetOf(ports, run);
  const memories = await memoriesOf(ports, run, simulation, open);
  const control = ports.control.follow(run.id, run.epoch);
  const failed = new AbortController();
  const signal = AbortSignal.any([control.signal, failed.signal, ...(jobSignal ? [jobSignal] : [])]);
  const recorder = new Recorder(ports.ledger, run, run.version);
  const caller = { pool: ports.pool, target, retries: simulation.retries, signal };
  try {
    await inLanes(open, target.concurrency, signal, async (slot) => {
      const decision = await decide(simulation, slot, memories.get(memoryKey(slot)) ?? [], caller);
      await recorder.add(decision);
    });
  } catch (error) {
    failed.abort();
    if (error instanceof EndpointFailure) await pauseWithReason(ports, run, error.message);
    else if (error instanceof SimulationError) await failRun(ports, run, error.message);
    else if (!signal.aborted || !isAbort(error)) throw error;
  } finally {
    control.stop();
    await recorder.close();
  }
}

/** Works through the items with so many in flight; the first failure stops the others from taking more. */
async function inLanes<Item>(items: readonly Item[], lanes: number, signal: AbortSignal, work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failure && !signal.aborted) {
      const item = items[next] as Item;
      next += 1;
      try {
        await work(item);
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
