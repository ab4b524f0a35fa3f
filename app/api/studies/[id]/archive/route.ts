import { route } from "../../../_http/api-route";

export const PUT = route<{ id: string }>(({ actor, params, services }) =>
  services.archiveStudy(actor, params.id, true),
);

export const DELETE = route<{ id: string }>(({ actor, params, services }) =>
  services.archiveStudy(actor, params.id, false),
);
