import { route } from "../../_http/api-route";

export const GET = route<{ name: string }>(async ({ params, services }) =>
  services.getTemplate(params.name),
);
