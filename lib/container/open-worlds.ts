import { getHeapStatistics } from "node:v8";
import type { WorldLedger, WorldSizes } from "@/lib/services/worlds/ports";
import type { ScenarioVersions } from "@/lib/services/scenarios/scenario-versions";
import { LatestReplicas } from "@/lib/services/worlds/latest-replicas";
import { PastReplicas } from "@/lib/services/worlds/past-replicas";
import { WorldCache } from "@/lib/services/worlds/world-cache";
import type { Worlds } from "@/lib/services/worlds/world-tasks";

/** Opens the cache of worlds of this thread, as large as its heap allows. */
export function openWorlds(stores: {
  readonly scenarios: ScenarioVersions;
  readonly ledger: WorldLedger;
  readonly sizes: WorldSizes;
}): Worlds {
  const worlds = new WorldCache({ ...stores, heap: getHeapStatistics().heap_size_limit });
  return {
    latest: new LatestReplicas({ worlds, ledger: stores.ledger }),
    past: new PastReplicas(worlds),
  };
}
