import type { Simulation } from "@/lib/engine";
import { catchUp, type KeptWorld } from "./catch-up";
import { Kept } from "../caching/lru-cache";
import { Gate } from "../concurrency/semaphore";
import { inPortions } from "../concurrency/run-cooperatively";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger } from "./ports";
import { type BeginningPorts, openBeginning, openReplica } from "./open-replica";

/** Replicas kept in one process. */
const MOST_REPLICAS = 8;

/** Commits that a process works on at once: each may hold a large world, and what changed in it. */
const COMMITS = 2;

/**
 * Whether a world that others in this process may hold, too, is the run's as it is stored. To be asked again after every
 * wait, right before the world is used: what was decided on one version means nothing on the next.
 */
export const standsAt = (
  simulation: Simulation,
  run: Pick<RunRecord, "version" | "digest">,
): boolean =>
  !simulation.moving && simulation.version === run.version && simulation.digest === run.digest;

/**
 * The worlds this process holds, one per run, caught up from the ledger when a step needs them.
 * A replica that failed half-way must be dropped.
 */
export class Replicas {
  private readonly worlds = new Kept<KeptWorld>(MOST_REPLICAS);

  /** The way to a world for who advances it. */
  readonly commits = new Gate(COMMITS);

  constructor(private readonly ports: BeginningPorts & { readonly ledger: WorldLedger }) {}

  /** The replica of a run at the run's version, with its plan worked out. */
  async at(run: RunRecord): Promise<Simulation> {
    const world = await this.worlds.of(run.id, () => this.open(run));
    const ready = world.turn.then(() => bring(this.ports.ledger, world.simulation, run));
    world.turn = ready.catch(() => this.drop(run.id));
    await ready;
    if (standsAt(world.simulation, run)) return world.simulation;
    // Somebody else in this process has moved on; whoever asked is late and starts over from the ledger.
    this.drop(run.id);
    return this.at(run);
  }

  /** Gives a world back that was dropped while it moved on, now that its new version is stored. */
  keep(runId: string, simulation: Simulation): void {
    void this.worlds.of(runId, () => Promise.resolve({ simulation, turn: Promise.resolve() }));
  }

  drop(runId: string): void {
    this.worlds.drop(runId);
  }

  private async open(run: RunRecord): Promise<KeptWorld> {
    const simulation = await (run.version === 0
      ? openBeginning(this.ports, run)
      : openReplica(this.ports.scenarios, run));
    return { simulation, turn: Promise.resolve() };
  }
}

async function bring(ledger: WorldLedger, simulation: Simulation, run: RunRecord): Promise<void> {
  await catchUp(ledger, simulation, run);
  if (standsAt(simulation, run)) await inPortions(simulation.preparing());
}
