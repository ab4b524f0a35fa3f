import { probeRequest, type ProbeRequest, type ProbeResult } from "@/lib/contracts/endpoints";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { requireAdministrator } from "./require-administrator";
import { parseEndpointInput } from "./parse-endpoint-input";
import type { Administrators, SecretBox, StoredEndpoint } from "./ports";
import { openKey } from "./to-target";
import { storeProbeResult, type ProbePorts } from "./probe-endpoint";

type Ports = ProbePorts & { readonly administrators: Administrators };

const UNSAVED_DEFAULTS = { name: "new endpoint", concurrency: 1, timeoutMs: 120_000 };

function keyFor(
  stored: StoredEndpoint | null,
  { baseUrl, apiKey }: ProbeRequest,
  secrets: SecretBox,
): string | null {
  if (apiKey !== undefined) return apiKey === "" ? null : apiKey;
  return stored === null || stored.baseUrl !== baseUrl ? null : openKey(stored, secrets);
}

/**
 * Makes real calls to a server, saved or not, and reports its capabilities. Stores the result for a
 * saved endpoint when the settings are the saved ones. Sends the stored key to the stored address
 * only.
 * @throws AppError `invalid`, `notFound`; failures of the server are part of the result
 */
export async function testEndpoint(
  ports: Ports,
  actor: Actor,
  input: ProbeRequest,
): Promise<ProbeResult> {
  await requireAdministrator(ports.administrators, actor);
  const request = parseEndpointInput(probeRequest, input);
  const stored =
    request.endpointId === undefined ? null : await ports.endpoints.get(request.endpointId);
  if (request.endpointId !== undefined && stored === null) throw notFound("endpoint");
  const { name, concurrency, ...saved } = stored ?? UNSAVED_DEFAULTS;
  const { timeoutMs = saved.timeoutMs } = request;
  const { baseUrl, model } = request;
  const probed = { baseUrl, model, apiKey: keyFor(stored, request, ports.secrets) };
  const result = await ports.pool.probe({ ...probed, name, concurrency, timeoutMs });
  ports.recentProbes.remember(probed, result);
  if (stored !== null && stored.baseUrl === baseUrl && stored.model === model)
    await storeProbeResult(ports, { stored, result, testedBy: actor });
  return result;
}
