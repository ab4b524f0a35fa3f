import { route } from "../../_http/api-route";

export const DELETE = route<{ id: string }>(({ actor, params, services }) =>
  services.revokeToken(actor, params.id),
);
