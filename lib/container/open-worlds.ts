import { getHeapStatistics } from "node:v8";
import type { WorldLedger, WorldSizes } from "@/lib/services/worlds/ports";
import { LatestReplicas } from "@/lib/services/worlds/latest-replicas";
import { PastReplicas } from "@/lib/services/worlds/past-replicas";
import { WorldCache } from "@/lib/services/worlds/world-cache";
import type { RunHistory, Worlds } from "@/lib/services/worlds/world-tasks";

/** Opens the cache of worlds of this thread, as large as its heap allows. */
export function openWorlds(
  stores: RunHistory & {
    readonly ledger: WorldLedger;
    readonly sizes: WorldSizes;
  },
): Worlds {
  const worlds = new WorldCache({ ...stores, heap: getHeapStatistics().heap_size_limit });
  return {
    latest: new LatestReplicas({ worlds, ledger: stores.ledger }),
    past: new PastReplicas(worlds),
    history: stores,
  };
}
