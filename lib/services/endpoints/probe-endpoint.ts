import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { ProbeResult } from "@/lib/contracts/endpoints";
import type { Actor } from "@/lib/domain/access";
import type { ModelPool } from "../models/ports";
import type { EndpointStore, SecretBox, StoredEndpoint } from "./ports";
import { openKey } from "./to-target";
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
 * @param testedBy who asked for the test, which the audit log then shows; null when it is part of
 *   another change
 */
export async function storeProbeResult(
  { endpoints, now }: Pick<ProbePorts, "endpoints" | "now">,
  {
    stored,
    result,
    testedBy,
  }: {
    readonly stored: StoredEndpoint;
    readonly result: ProbeResult;
    readonly testedBy: Actor | null;
  },
): Promise<StoredEndpoint> {
  const isDemo = result.isDemo || stored.isBuiltIn;
  if (!result.ok && (!isDemo || stored.isDemo)) return stored;
  const capabilities = result.ok ? result.capabilities : stored.capabilities;
  const audit =
    testedBy &&
    auditEntry(testedBy, "endpoint.test", {
      projectId: null,
      before: { name: stored.name, capabilities: stored.capabilities, isDemo: stored.isDemo },
      after: { name: stored.name, capabilities, isDemo },
    });
  const change = result.ok ? { capabilities, probedAt: now(), isDemo } : { isDemo };
  return endpoints.update(stored.id, change, audit);
}

/**
 * Tests an endpoint with its stored settings, unless that was done a moment ago, and stores the
 * result.
 */
export async function probeEndpoint(
  ports: ProbePorts,
  stored: StoredEndpoint,
): Promise<{ stored: StoredEndpoint; probe: ProbeResult }> {
  const { name, baseUrl, model, concurrency, timeoutMs } = stored;
  const probed = {
    baseUrl,
    model,
    apiKey: openKey(stored, ports.secrets),
  };
  const probe =
    ports.recentProbes.find(probed) ??
    (await ports.pool.probe({ ...probed, name, concurrency, timeoutMs }));
  return {
    stored: await storeProbeResult(ports, { stored, result: probe, testedBy: null }),
    probe,
  };
}
