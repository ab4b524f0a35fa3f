import { AppError } from "@/lib/contracts/errors";
import type { EndpointInput, SavedEndpoint } from "@/lib/contracts/endpoints";
import type { Actor } from "@/lib/domain/access";
import { createEndpoint } from "./create-endpoint";
import type { Administrators } from "./ports";
import { probeEndpoint, type ProbePorts } from "./probe-endpoint";
import { toEndpoint } from "./to-endpoint";

type Ports = ProbePorts & { readonly administrators: Administrators };

/**
 * Adds an endpoint and tests it, so that its capabilities, and whether it is the demo model, are
 * known from the beginning. A failed test does not prevent adding it.
 * @throws AppError `invalid` with a problem per field; `notFound` without permission
 */
export async function addEndpoint(
  ports: Ports,
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
