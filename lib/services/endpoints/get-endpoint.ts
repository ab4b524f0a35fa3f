import type { Endpoint } from "@/lib/contracts/endpoints";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import type { EndpointStore } from "./ports";
import { toEndpoint } from "./to-endpoint";

type Ports = { readonly endpoints: EndpointStore };

/**
 * One endpoint, without its key; for everybody who is signed in.
 * @throws AppError `notFound`
 */
export async function getEndpoint(
  { endpoints }: Ports,
  _actor: Actor,
  id: string,
): Promise<Endpoint> {
  const stored = await endpoints.get(id);
  if (stored === null) throw notFound("endpoint");
  return toEndpoint(stored);
}
