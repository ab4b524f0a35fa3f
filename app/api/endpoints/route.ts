import { endpointInput } from "@/lib/contracts/endpoints";
import { readBody, route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listEndpoints(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.addEndpoint(actor, await readBody(request, endpointInput)), {
    status: 201,
  }),
);
