import type { Endpoint } from "@/lib/contracts/endpoints";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { requireReader } from "../access/require-permission";
import type { EndpointStore } from "./ports";
import { toEndpoint } from "./to-endpoint";

type Ports = { readonly endpoints: EndpointStore; readonly members: MembershipStore };

/**
 * Lists all endpoints in the store's order, without their keys: everybody who reads a project may
 * choose one for a run.
 * @throws AppError notFound for everyone else
 */
export async function listEndpoints(
  { endpoints, members }: Ports,
  actor: Actor,
): Promise<Endpoint[]> {
  await requireReader(members, actor);
  return (await endpoints.list()).map(toEndpoint);
}
