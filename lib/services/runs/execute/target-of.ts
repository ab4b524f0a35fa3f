import type { EndpointStore, SecretBox } from "../../endpoints/ports";
import { EndpointFailure, type ModelTarget } from "../../models/ports";
import { toTarget } from "../../models/to-target";
import type { RunRecord } from "../ports";

/**
 * The target of a run's calls. Keep it for the work at hand; it holds a secret.
 * @throws EndpointFailure when its endpoint is gone; AppError when its key cannot be read
 */
export async function targetOf(
  ports: { readonly endpoints: Pick<EndpointStore, "get">; readonly secrets: Pick<SecretBox, "open"> }, run: Pick<RunRecord, "endpointId" | "endpointName">,
): Promise<ModelTarget> {
  const endpoint = await ports.endpoints.get(run.endpointId);
  if (!endpoint) throw new EndpointFailure("unreachable", `The endpoint “${run.endpointName}” of this run has been deleted.`);
  return toTarget(endpoint, ports.secrets);
}
