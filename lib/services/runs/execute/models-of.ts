import type { EndpointStore, SecretBox } from "../../endpoints/ports";
import { EndpointFailure, type ModelGroup } from "../../models/ports";
import { alone } from "../../models/alone";
import { toTarget } from "../../models/to-target";
import type { RunRecord } from "../ports";

/** Who answers the calls of a run. Keep it for the work at hand; it holds secrets. */
export type Models = {
  /** Who answers for a group of the scenario. */
  of(group: string): ModelGroup;
  /** Calls that all of them take at once. */
  readonly concurrency: number;
};

type Ports = { readonly endpoints: Pick<EndpointStore, "get">; readonly secrets: Pick<SecretBox, "open"> };

/** @throws EndpointFailure when its endpoint is gone; AppError when its key cannot be read */
export async function modelsOf(ports: Ports, run: Pick<RunRecord, "endpointId" | "endpointName">): Promise<Models> {
  const endpoint = await ports.endpoints.get(run.endpointId);
  if (!endpoint) throw new EndpointFailure("unreachable", `The endpoint “${run.endpointName}” of this run has been deleted.`);
  const target = toTarget(endpoint, ports.secrets);
  const group = alone(target);
  return { of: () => group, concurrency: target.concurrency };
}
