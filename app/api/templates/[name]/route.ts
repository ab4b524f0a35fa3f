import { route } from "../../_http/api-route";

export const GET = route<{ name: string }>(({ actor, params, services }) =>
  services.getTemplate(actor, params.name),
);
