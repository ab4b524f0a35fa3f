import { endpointInput } from "@/lib/contracts/endpoints";
import { bodyOf, route } from "../_http/answer";

export const GET = route(({ actor, services }) => services.listEndpoints(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.addEndpoint(actor, await bodyOf(request, endpointInput)), {
    status: 201,
  }),
);
