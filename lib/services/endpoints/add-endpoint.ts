import { endpointFacts } from "./endpoint-facts";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { CUSTOM_PRESET } from "@/lib/contracts/endpoint-presets";
import {
  endpointInput,
  type Endpoint,
  type EndpointInput,
  type SavedEndpoint,
} from "@/lib/contracts/endpoints";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { requireAdministrator } from "./require-administrator";
import { parseEndpointInput } from "./parse-endpoint-input";
import { type Administrators, DEFAULT_GROUP, type EndpointStore, type SecretBox } from "./ports";
import { probeEndpoint, type ProbePorts } from "./probe-endpoint";
import { toEndpoint } from "./to-endpoint";

type CreatePorts = {
  readonly endpoints: EndpointStore;
  readonly secrets: SecretBox;
  readonly administrators: Administrators;
};

/**
 * Adds an endpoint and tests it, so that its capabilities, and whether it is the demo model, are
 * known from the beginning. A failed test does not prevent adding it.
 * @throws AppError `invalid` with a problem per field; `notFound` without permission
 */
export async function addEndpoint(
  ports: ProbePorts & { readonly administrators: Administrators },
  actor: Actor,
  input: EndpointInput,
): Promise<SavedEndpoint> {
  const { id } = await createEndpoint(ports, actor, input);
  const created = await ports.endpoints.get(id);
  if (created === null)
    throw new AppError("conflict", "The endpoint was removed while it was being added.");
  const { stored, probe } = await probeEndpoint(ports, created);
  return { endpoint: toEndpoint(stored), notice: null, probe };
}

/**
 * Adds an endpoint without calling it: its capabilities are unknown until it is tested. People add
 * endpoints with `addEndpoint`.
 * @throws AppError `invalid` with a problem per field; `notFound` without permission
 */
export async function createEndpoint(
  { endpoints, secrets, administrators }: CreatePorts,
  actor: Actor,
  input: EndpointInput,
): Promise<Endpoint> {
  await requireAdministrator(administrators, actor);
  const {
    apiKey,
    group = DEFAULT_GROUP,
    preset = CUSTOM_PRESET,
    enabled = true,
    priceIn = null,
    priceOut = null,
    ...rest
  } = parseEndpointInput(endpointInput, input);
  const keyCipher = apiKey === undefined || apiKey === "" ? null : secrets.seal(apiKey);
  const endpoint = {
    ...rest,
    group,
    preset,
    enabled,
    priceIn,
    priceOut,
    keyCipher,
    isDemo: false,
    isBuiltIn: false,
    capabilities: null,
    probedAt: null,
  };
  const after = endpointFacts(endpoint);
  const audit = auditEntry(actor, "endpoint.create", { projectId: null, after });
  return toEndpoint(await endpoints.create(endpoint, audit));
}
