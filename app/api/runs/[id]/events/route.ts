import { route } from "../../../_http/api-route";
import { eventStream } from "../../../_http/stream";

export const GET = route<{ id: string }>(async ({ actor, params, request, services }) => {
  await services.getRun(actor, params.id);
  return eventStream(services.watchRun(actor, params.id, request.signal), request.signal);
});
