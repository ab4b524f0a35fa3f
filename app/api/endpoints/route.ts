import { endpointInput } from "@/lib/contracts/endpoints";
import { bodyOf, route } from "../_http/answer";

export const GET = route(({ actor, services }) => services.listEndpoints(actor));

export const POST = route(async ({ actor, request, services }) => {
  const endpoint = await services.createEndpoint(actor, await bodyOf(request, endpointInput));
  return Response.json({ endpoint, notice: null }, { status: 201 });
});
