import { route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getRunActual(actor, params.id),
);
