import { publicRoute } from "../../_http/api-route";

export const GET = publicRoute(({ request, services }) => services.listSessions(request.headers));

/** Ends all sessions but the one of the request. */
export const DELETE = publicRoute(({ request, services }) =>
  services.endOtherSessions(request.headers),
);
