import { route } from "../../../_http/api-route";

export const POST = route<{ id: string }>(({ actor, params, request, services }) =>
  services.replayRun(actor, params.id, { signal: request.signal }),
);
