import { route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getBudget(actor, params.id),
);
