import type { Endpoint } from "@/lib/contracts/endpoints";
import type { Actor } from "@/lib/domain/access";
import type { EndpointStore } from "./ports";
import { toEndpoint } from "./to-endpoint";

type Ports = { readonly endpoints: EndpointStore };

/**
 * Lists all endpoints in the store's order, without their keys: every signed-in user may choose one
 * for a run.
 */
export const listEndpoints: (ports: Ports, actor: Actor) => Promise<Endpoint[]> = async ({
  endpoints,
}) => (await endpoints.list()).map(toEndpoint);
