import type { Endpoint } from "@/lib/contracts/endpoints";
import type { Actor } from "@/lib/domain/access";
import type { EndpointStore } from "./ports";
import { toEndpoint } from "./to-endpoint";

type Ports = { readonly endpoints: EndpointStore };

/** All endpoints by name, without their keys: everybody who is signed in may choose one for a run. */
export async function listEndpoints({ endpoints }: Ports, _actor: Actor): Promise<Endpoint[]> {
  const stored = await endpoints.list();
  return stored.map(toEndpoint).sort((one, other) => one.name.localeCompare(other.name, "en"));
}
