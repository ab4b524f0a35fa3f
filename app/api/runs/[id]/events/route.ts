import { route } from "../../../_http/api-route";
import { eventStream } from "../../../_http/stream";

export const GET = route<{ id: string }>(async ({ actor, params, request, services }) =>
  eventStream(await services.watchRun(actor, params.id, request.signal)),
);
