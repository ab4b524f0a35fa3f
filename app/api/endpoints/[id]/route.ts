import { endpointInput, endpointSwitch } from "@/lib/contracts/endpoints";
import { readBody, route } from "../../_http/api-route";

export const PUT = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.updateEndpoint(actor, params.id, await readBody(request, endpointInput)),
);

export const PATCH = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.switchEndpoint(actor, params.id, (await readBody(request, endpointSwitch)).enabled),
);

export const DELETE = route<{ id: string }>(({ actor, params, services }) =>
  services.archiveEndpoint(actor, params.id),
);
