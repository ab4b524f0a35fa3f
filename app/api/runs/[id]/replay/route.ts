import { route } from "../../../_http/answer";

export const POST = route<{ id: string }>(({ actor, params, services }) =>
  services.replayRun(actor, params.id),
);
