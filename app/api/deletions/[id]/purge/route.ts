import { route } from "../../../_http/api-route";

export const POST = route<{ id: string }>(({ actor, params, services }) =>
  services.purgeNow(actor, params.id),
);
