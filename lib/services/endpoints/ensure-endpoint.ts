import { endpointFacts } from "./endpoint-facts";
import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { type StoredEndpoint, ENDPOINT_DEFAULTS } from "./ports";
import { probeEndpoint, type ProbePorts } from "./probe-endpoint";

type CommandLineEndpoint = {
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly concurrency: number;
};

/**
 * A group of their own: an endpoint named by one command must not answer for the next, which names
 * none.
 */
const GROUP = "command line";

/**
 * Creates or updates the endpoint with this address and model, as named on the command line. Tests
 * a new one; a failed test prevents nothing. Also accepts `inprocess://` addresses, which the web
 * form refuses.
 */
export async function ensureEndpoint(
  ports: ProbePorts,
  wanted: CommandLineEndpoint,
): Promise<StoredEndpoint> {
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
