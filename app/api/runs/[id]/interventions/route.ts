import { interventionInput } from "@/lib/contracts/interventions";
import { readBody, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.listInterventions(actor, params.id),
);

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(
    await services.intervene(actor, params.id, await readBody(request, interventionInput)),
    { status: 201 },
  ),
);
