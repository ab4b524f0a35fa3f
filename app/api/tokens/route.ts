import { tokenInput } from "@/lib/contracts/tokens";
import { readBody, route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listTokens(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.createToken(actor, await readBody(request, tokenInput)), {
    status: 201,
  }),
);
