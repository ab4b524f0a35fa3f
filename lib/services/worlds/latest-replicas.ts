import type { Simulation } from "@/lib/engine";
import { catchUp } from "./catch-up";
import type { RunRecord } from "../runs/ports";
import type { WorldLedger } from "./ports";
import type { WorldCache } from "./world-cache";

/**
 * The current worlds of runs, for readers outside the run: cached between reads, and caught up with
 * committed changes. Nothing is ever committed on them.
 */
export class LatestReplicas {
  constructor(
    private readonly ports: {
      readonly worlds: WorldCache;
      readonly ledger: WorldLedger;
    },
  ) {}

  /**
   * Returns what `see` reads from the world at the run's version, or at a later one that another
   * caller has loaded. `see` must be synchronous.
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
