import { route } from "../../_http/answer";

export const GET = route<{ name: string }>(async ({ params, services }) =>
  services.getTemplate(params.name),
);
