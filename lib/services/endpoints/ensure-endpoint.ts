import { endpointFacts } from "./endpoint-facts";
import { trimApiKey } from "@/lib/contracts/api-key";
import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { type StoredEndpoint, ENDPOINT_DEFAULTS } from "./ports";
import { openKey } from "./to-target";
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
 * Finds the endpoint of an earlier command. Endpoints that people added are left alone, and their
 * keys with them: a command calls with the key that it names, or with none.
 */
function findOwn(
  all: readonly StoredEndpoint[],
  wanted: CommandLineEndpoint,
  secrets: ProbePorts["secrets"],
): StoredEndpoint | undefined {
  const own = all.filter(
    ({ group, baseUrl, model }) =>
      group === GROUP && baseUrl === wanted.baseUrl && model === wanted.model,
  );
  return (
    own.find((stored) => openKey(stored, secrets) === wanted.apiKey) ??
    (wanted.apiKey === null ? undefined : own.find(({ keyCipher }) => keyCipher !== null))
  );
}

/**
 * Creates or updates the endpoint with this address and model, as named on the command line. Tests
 * a new one; a failed test prevents nothing. Also accepts `inprocess://` addresses, which the web
 * form refuses.
 */
export async function ensureEndpoint(
  ports: ProbePorts,
  wanted: CommandLineEndpoint,
): Promise<StoredEndpoint> {
  const { apiKey: given, ...rest } = wanted;
  const apiKey = given === null ? null : trimApiKey(given);
  const keyCipher = apiKey === null ? null : ports.secrets.seal(apiKey);
  const existing = findOwn(await ports.endpoints.list(), { ...wanted, apiKey }, ports.secrets);
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
