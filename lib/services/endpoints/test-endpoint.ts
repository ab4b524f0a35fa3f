import { probeRequest, type ProbeRequest, type ProbeResult } from "@/lib/contracts/endpoints";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import type { ModelPool } from "@/lib/services/models/ports";
import { requireAdministrator } from "./require-administrator";
import { checkInput } from "./check-input";
import type { Administrators, EndpointStore, SecretBox, StoredEndpoint } from "./ports";

type Ports = {
  readonly endpoints: EndpointStore;
  readonly secrets: SecretBox;
  readonly administrators: Administrators;
  readonly pool: Pick<ModelPool, "probe">;
  readonly now: () => Date;
};

const UNSAVED = { name: "new endpoint", concurrency: 1, timeoutMs: 30_000 };

function keyFor(stored: StoredEndpoint | null, { baseUrl, apiKey }: ProbeRequest, secrets: SecretBox): string | null {
  if (apiKey !== undefined) return apiKey === "" ? null : apiKey;
  return stored === null || stored.keyCipher === null || stored.baseUrl !== baseUrl ? null : secrets.open(stored.keyCipher);
}

/**
 * Makes real calls to a server, saved or not yet, and says what it can do. What is found about a saved endpoint, as saved,
 * is kept with it. Its stored key is used only towards its stored address.
 * @throws AppError `invalid`, `notFound`; what the server does wrong is in the result
 */
export async function testEndpoint({ endpoints, secrets, administrators, pool, now }: Ports, actor: Actor, input: ProbeRequest): Promise<ProbeResult> {
  await requireAdministrator(administrators, actor);
  const request = checkInput(probeRequest, input);
  const stored = request.endpointId === undefined ? null : await endpoints.get(request.endpointId);
  if (request.endpointId !== undefined && stored === null) throw notFound("endpoint");
  const { name, concurrency, timeoutMs } = stored ?? UNSAVED;
  const { baseUrl, model } = request;
  const result = await pool.probe({ name, concurrency, timeoutMs, baseUrl, model, apiKey: keyFor(stored, request, secrets) });
  if (result.ok && stored !== null && stored.baseUrl === baseUrl && stored.model === model) {
    await endpoints.update(stored.id, { capabilities: result.capabilities, probedAt: now(), isDemo: result.isDemo || stored.isBuiltIn });
  }
  return result;
}
