import { route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getStudyActual(actor, params.id),
);
