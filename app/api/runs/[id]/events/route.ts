import { route } from "../../../_http/api-route";
import { eventStream } from "../../../_http/stream";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  eventStream(request, (signal) => services.watchRun(actor, params.id, signal)),
);
