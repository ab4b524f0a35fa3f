import { route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getStudyOverview(actor, params.id),
);
