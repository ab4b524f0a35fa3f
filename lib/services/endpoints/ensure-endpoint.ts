import { endpointFacts } from "./endpoint-facts";
import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "../audit/audit-entry";
import { type StoredEndpoint, ENDPOINT_DEFAULTS } from "./ports";
import { probeEndpoint, type ProbePorts } from "./probe-endpoint";

type Wanted = {
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly concurrency: number;
};

/**
 * A group of their own: what one command names must not answer for the next, which names nothing.
 */
const GROUP = "command line";

/**
 * The endpoint with this address and model, made or brought up to date: how the command line names
 * one. A new one is tested; a test that fails prevents nothing. Also takes `inprocess://`
 * addresses, which the web form does not admit.
 */
export async function ensureEndpoint(ports: ProbePorts, wanted: Wanted): Promise<StoredEndpoint> {
  const { apiKey, ...rest } = wanted;
  const keyCipher = apiKey === null ? null : ports.secrets.seal(apiKey);
  const existing = (await ports.endpoints.list()).find(
    ({ baseUrl, model }) => baseUrl === wanted.baseUrl && model === wanted.model,
  );
  if (existing)
    return ports.endpoints.update(
      existing.id,
      { keyCipher, concurrency: wanted.concurrency },
      auditEntry(SYSTEM, "endpoint.update", {
        projectId: null,
        before: endpointFacts(existing),
        after: endpointFacts({ ...existing, keyCipher, concurrency: wanted.concurrency }),
      }),
    );
  const endpoint = {
    ...ENDPOINT_DEFAULTS,
    ...rest,
    group: GROUP,
    keyCipher,
    isDemo: false,
    isBuiltIn: false,
    timeoutMs: 120_000,
    capabilities: null,
    probedAt: null,
  };
  const after = endpointFacts(endpoint);
  const audit = auditEntry(SYSTEM, "endpoint.create", { projectId: null, after });
  const created = await ports.endpoints.create(endpoint, audit);
  return wanted.baseUrl.startsWith("inprocess:")
    ? created
    : (await probeEndpoint(ports, created)).stored;
}
