import { interventionInput } from "@/lib/contracts/interventions";
import { bodyOf, route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.listInterventions(actor, params.id),
);

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(
    await services.intervene(actor, params.id, await bodyOf(request, interventionInput)),
    { status: 201 },
  ),
);
