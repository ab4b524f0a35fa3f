import { endpointFacts } from "./endpoint-facts";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { endpointInput, type EndpointInput, type SavedEndpoint } from "@/lib/contracts/endpoints";
import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { requireAdministrator } from "./require-administrator";
import { parseEndpointInput } from "./parse-endpoint-input";
import type { Administrators, SecretBox, StoredEndpoint } from "./ports";
import { probeEndpoint, type ProbePorts } from "./probe-endpoint";
import { toEndpoint } from "./to-endpoint";

type Ports = ProbePorts & { readonly administrators: Administrators };

const KEY_DROPPED =
  "The address changed, so the stored key was removed: a key is only sent to the address that it " +
  "was entered for. Enter it again if the new address needs it.";

/** Returns the key to store: the stored one is kept only for the address it was entered for. */
function nextKey({
  stored,
  baseUrl,
  apiKey,
  secrets,
}: {
  readonly stored: StoredEndpoint;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly secrets: SecretBox;
}): { keyCipher: string | null; dropped: boolean } {
  if (apiKey === "") return { keyCipher: null, dropped: false };
  if (apiKey !== undefined) return { keyCipher: secrets.seal(apiKey), dropped: false };
  const keepsAddress = baseUrl === stored.baseUrl;
  return {
    keyCipher: keepsAddress ? stored.keyCipher : null,
    dropped: !keepsAddress && stored.keyCipher !== null,
  };
}

/**
 * Replaces an endpoint's settings. The key stays when it is left out, is removed when it is empty,
 * and is dropped with a new address unless it is given again. A new address or model invalidates
 * the test result, so the endpoint is tested again, as it is with a new key; a failed test does not
 * prevent saving. Name, address, model and key of the built-in endpoint cannot change.
 * @throws AppError `invalid`, `conflict` for the built-in endpoint's address, model, name or key,
 *   `notFound`
 */
export async function updateEndpoint(
  ports: Ports,
  actor: Actor,
  id: string,
  input: EndpointInput,
): Promise<SavedEndpoint> {
  const { endpoints, secrets, administrators } = ports;
  await requireAdministrator(administrators, actor);
  const {
    apiKey,
    name,
    baseUrl,
    model,
    concurrency,
    timeoutMs,
    group,
    preset,
    enabled,
    priceIn,
    priceOut,
  } = parseEndpointInput(endpointInput, input);
  const stored = await endpoints.get(id);
  if (stored === null) throw notFound("endpoint");
  const moved = baseUrl !== stored.baseUrl || model !== stored.model;
  if (stored.isBuiltIn && (moved || name !== stored.name || (apiKey ?? "") !== "")) {
    throw new AppError(
      "conflict",
      "The name, address, model and key of the built-in demo model cannot change. " +
        "Add another endpoint for another server.",
    );
  }
  const { keyCipher, dropped } = nextKey({ stored, baseUrl, apiKey, secrets });
  const change = {
    name,
    baseUrl,
    model,
    concurrency,
    timeoutMs,
    keyCipher,
    group: group ?? stored.group,
    preset: preset ?? stored.preset,
    enabled: enabled ?? stored.enabled,
    priceIn: priceIn === undefined ? stored.priceIn : priceIn,
    priceOut: priceOut === undefined ? stored.priceOut : priceOut,
    ...(moved && { capabilities: null, probedAt: null, isDemo: false }),
  };
  const audit = auditEntry(actor, "endpoint.update", {
    projectId: null,
    before: endpointFacts(stored),
    after: { ...endpointFacts({ ...stored, ...change }), keyEntered: (apiKey ?? "") !== "" },
  });
  const updated = await endpoints.update(id, change, audit);
  const notice = dropped ? KEY_DROPPED : null;
  if (!moved && (apiKey ?? "") === "")
    return { endpoint: toEndpoint(updated), notice, probe: null };
  const { stored: tested, probe } = await probeEndpoint(ports, updated);
  return { endpoint: toEndpoint(tested), notice, probe };
}
