import { route } from "../../../../../_http/api-route";

export const POST = route<{ id: string; poll: string }>(({ actor, params, services }) =>
  services.resumePoll(actor, { runId: params.id, pollId: params.poll }),
);
