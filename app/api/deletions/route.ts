import { deletionInput } from "@/lib/contracts/deletions";
import { readBody, route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listDeletions(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.deleteSubject(actor, await readBody(request, deletionInput)), {
    status: 201,
  }),
);
