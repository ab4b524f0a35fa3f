import { networkQuery } from "@/lib/contracts/network";
import { readQuery, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  services.getNetwork(actor, params.id, readQuery(request, networkQuery)),
);
