import { route } from "../../../../_http/api-route";

export const GET = route<{ id: string; poll: string }>(({ actor, params, services }) =>
  services.getPoll(actor, { runId: params.id, pollId: params.poll }),
);
