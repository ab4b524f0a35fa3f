import type { Simulation } from "@/lib/engine";
import { catchUp, type CachedWorld } from "./catch-up";
import { LruCache } from "../caching/lru-cache";
import { Semaphore } from "../concurrency/semaphore";
import { runCooperatively } from "../concurrency/run-cooperatively";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger } from "./ports";
import { type InitialReplicaPorts, openInitialReplica, openReplica } from "./open-replica";

/** Number of replicas cached in one process. */
const MAX_REPLICAS = 8;

/** Number of concurrent commits per process: each may hold a large world, and its changes. */
const MAX_COMMITS = 2;

/**
 * Whether a shared world of this process is the run's as it is stored. Check again after every
 * wait, right before the world is used: what was decided on one version is invalid on the next.
 */
export const isAtVersion = (
  simulation: Simulation,
  run: Pick<RunRecord, "version" | "digest">,
): boolean =>
  !simulation.isChanging && simulation.version === run.version && simulation.digest === run.digest;

/**
 * The worlds of this process, one per run, caught up from the ledger when a step needs them. A
 * replica that failed half-way must be dropped.
 */
export class Replicas {
  private readonly worlds = new LruCache<CachedWorld>({ maxSize: MAX_REPLICAS });

  /** Limits the number of commits that load worlds at once. */
  readonly commitPermits = new Semaphore(MAX_COMMITS);

  constructor(private readonly ports: InitialReplicaPorts & { readonly ledger: WorldLedger }) {}

  /** Returns the replica of a run at the run's version, with its plan computed. */
  async get(run: RunRecord): Promise<Simulation> {
    const world = await this.worlds.getOrCreate(run.id, () => this.open(run));
    const ready = world.turn.then(() => bringUpToDate(this.ports.ledger, world.simulation, run));
    world.turn = ready.catch(() => this.evict(run.id));
    await ready;
    if (isAtVersion(world.simulation, run)) return world.simulation;
    // Another commit of this process has advanced the run; this caller starts over from the ledger.
    this.evict(run.id);
    return this.get(run);
  }

  /**
   * Caches a world again that was evicted while it advanced, now that its new version is stored.
   */
  put(runId: string, simulation: Simulation): void {
    void this.worlds.getOrCreate(runId, () =>
      Promise.resolve({ simulation, turn: Promise.resolve() }),
    );
  }

  evict(runId: string): void {
    this.worlds.delete(runId);
  }

  private async open(run: RunRecord): Promise<CachedWorld> {
    const simulation = await (run.version === 0
      ? openInitialReplica(this.ports, run)
      : openReplica(this.ports.scenarios, run));
    return { simulation, turn: Promise.resolve() };
  }
}

async function bringUpToDate(
  ledger: WorldLedger,
  simulation: Simulation,
  run: RunRecord,
): Promise<void> {
  await catchUp(ledger, simulation, run);
  if (isAtVersion(simulation, run)) await runCooperatively(simulation.prepareInterruptibly());
}
