import { invitationInput } from "@/lib/contracts/members";
import { readBody, route } from "../_http/api-route";

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.inviteMember(actor, await readBody(request, invitationInput)), {
    status: 201,
  }),
);
