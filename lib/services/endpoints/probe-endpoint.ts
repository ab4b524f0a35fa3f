import type { ProbeResult } from "@/lib/contracts/endpoints";
import type { ModelPool } from "../models/ports";
import type { EndpointStore, SecretBox, StoredEndpoint } from "./ports";
import type { RecentProbes } from "./recent-probes";

export type ProbePorts = {
  readonly endpoints: EndpointStore;
  readonly secrets: SecretBox;
  readonly pool: Pick<ModelPool, "probe">;
  readonly recentProbes: RecentProbes;
  readonly now: () => Date;
};

/**
 * Stores the results of calls to an endpoint, made with its stored settings. A failure shows at
 * most that it is the demo model.
 */
export async function storeProbeResult(
  { endpoints, now }: Pick<ProbePorts, "endpoints" | "now">,
  stored: StoredEndpoint,
  result: ProbeResult,
): Promise<StoredEndpoint> {
  const isDemo = result.isDemo || stored.isBuiltIn;
  if (result.ok)
    return endpoints.update(
      stored.id,
      { capabilities: result.capabilities, probedAt: now(), isDemo },
      null,
    );
  return isDemo && !stored.isDemo ? endpoints.update(stored.id, { isDemo }, null) : stored;
}

/**
 * Tests an endpoint with its stored settings, unless that was done a moment ago, and stores the
 * result.
 */
export async function probeEndpoint(
  ports: ProbePorts,
  stored: StoredEndpoint,
): Promise<{ stored: StoredEndpoint; probe: ProbeResult }> {
  const { name, baseUrl, model, concurrency, timeoutMs, keyCipher } = stored;
  const probed = {
    baseUrl,
    model,
    apiKey: keyCipher === null ? null : ports.secrets.open(keyCipher),
  };
  const probe =
    ports.recentProbes.find(probed) ??
    (await ports.pool.probe({ ...probed, name, concurrency, timeoutMs }));
  return { stored: await storeProbeResult(ports, stored, probe), probe };
}
