import type { Simulation } from "@/lib/engine";
import { catchUp, type KeptWorld } from "./catch-up";
import { Kept } from "./kept";
import type { RunLedger, RunRecord } from "./ports";
import { openReplica, type ScenarioVersions } from "./scenario-versions";

/** Worlds kept in one process. */
const MOST_WORLDS = 3;

/**
 * The worlds of runs as they are now, for those who look in from outside: kept from one look to the next, and caught up
 * with what was committed meanwhile. Nothing is ever committed on them.
 */
export class LatestReplicas {
  private readonly worlds = new Kept<KeptWorld>(MOST_WORLDS);

  constructor(private readonly ports: { readonly scenarios: ScenarioVersions; readonly ledger: Pick<RunLedger, "changes"> }) {}

  /** What `see` finds in the world at the run's version, or at a later one that somebody else has seen. It must not wait. */
  async look<Seen>(run: RunRecord, see: (simulation: Simulation) => Seen): Promise<Seen> {
    const world = await this.worlds.of(run.id, async () => ({ simulation: await openReplica(this.ports.scenarios, run), turn: Promise.resolve() }));
    const ready = world.turn.then(() => catchUp(this.ports.ledger, world.simulation, run));
    world.turn = ready.catch(() => this.worlds.drop(run.id));
    await ready;
    return see(world.simulation);
  }
}
