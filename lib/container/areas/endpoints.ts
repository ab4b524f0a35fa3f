import { addEndpoint, createEndpoint } from "@/lib/services/endpoints/add-endpoint";
import { archiveEndpoint } from "@/lib/services/endpoints/archive-endpoint";
import { ensureBuiltInEndpoint } from "@/lib/services/endpoints/ensure-built-in-endpoint";
import { ensureEndpoint } from "@/lib/services/endpoints/ensure-endpoint";
import { listEndpointUses } from "@/lib/services/endpoints/list-endpoint-uses";
import { listEndpoints } from "@/lib/services/endpoints/list-endpoints";
import { RecentProbes } from "@/lib/services/endpoints/recent-probes";
import { switchEndpoint } from "@/lib/services/endpoints/switch-endpoint";
import { testEndpoint } from "@/lib/services/endpoints/test-endpoint";
import { updateEndpoint } from "@/lib/services/endpoints/update-endpoint";
import { getLivePool } from "@/lib/services/processes/get-live-pool";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindEndpoints(resources: Resources) {
  const { endpoints, secrets, pool, runs, processes, clock, hash } = resources;
  const { members: administrators } = resources;
  const now = () => clock.now();
  const recentProbes = new RecentProbes({ now, hash });
  const editing = { endpoints, administrators };
  const probing = { endpoints, secrets, pool, recentProbes, now };
  return {
    listEndpoints: bind(listEndpoints, { endpoints, members: administrators }),
    getLivePool: bind(getLivePool, {
      ...{ endpoints, processes, clock, members: administrators },
    }),
    addEndpoint: bind(addEndpoint, { ...probing, administrators }),
    createEndpoint: bind(createEndpoint, { ...editing, secrets }),
    updateEndpoint: bind(updateEndpoint, { ...probing, administrators }),
    testEndpoint: bind(testEndpoint, { ...probing, administrators }),
    switchEndpoint: bind(switchEndpoint, editing),
    archiveEndpoint: bind(archiveEndpoint, editing),
    listEndpointUses: bind(listEndpointUses, { ...editing, runs }),
    ensureEndpoint: bind(ensureEndpoint, probing),
    ensureBuiltInEndpoint: bind(ensureBuiltInEndpoint, endpoints),
  };
}
