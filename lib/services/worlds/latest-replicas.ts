import type { Simulation } from "@/lib/engine";
import { catchUp } from "./catch-up";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger } from "./ports";
import type { WorldCache } from "./world-cache";

/**
 * The worlds of runs as they are now, for those who look in from outside: kept from one look to the
 * next, and caught up with what was committed meanwhile. Nothing is ever committed on them.
 */
export class LatestReplicas {
  constructor(
    private readonly ports: {
      readonly worlds: WorldCache;
      readonly ledger: WorldLedger;
    },
  ) {}

  /**
   * What `see` finds in the world at the run's version, or at a later one that somebody else has
   * seen. It must not wait.
   * @throws AppError unavailable when the world is too large for this process
   */
  async read<Seen>(run: RunRecord, see: (simulation: Simulation) => Seen): Promise<Seen> {
    const world = await this.ports.worlds.open(run.id, run);
    const ready = world.turn.then(() => catchUp(this.ports.ledger, world.simulation, run));
    world.turn = ready.catch(() => this.ports.worlds.evict(run.id));
    await ready;
    return see(world.simulation);
  }
}
