import { publicRoute } from "../../../_http/api-route";

export const DELETE = publicRoute<{ id: string }>(({ params, request, services }) =>
  services.endSession(params.id, request.headers),
);
