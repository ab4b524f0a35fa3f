import type { Simulation } from "@/lib/engine";
import type { RunRecord } from "../runs/ports";
import type { WorldCache } from "./world-cache";

/**
 * A run's world as it was when a step began, rebuilt from the ledger: what an agent could see and
 * answer then.
 */
export class PastReplicas {
  constructor(private readonly worlds: WorldCache) {}

  /**
   * @throws AppError unavailable when the world is too large for this process, or the signal
   *   aborted before its turn came
   */
  async open(run: RunRecord, version: number, signal?: AbortSignal): Promise<Simulation> {
    // Why the step after it stopped does not matter here.
    const { simulation } = await this.worlds.open(
      `${run.id}/${version}`,
      { ...run, version, digest: null, stopReason: null },
      signal,
    );
    return simulation;
  }
}
