import { route } from "../../../../_http/answer";

export const GET = route<{ id: string; poll: string }>(({ actor, params, services }) =>
  services.getPoll(actor, params.id, params.poll),
);
