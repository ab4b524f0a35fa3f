import { networkQuery } from "@/lib/contracts/network";
import { queryOf, route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  services.getNetwork(actor, params.id, queryOf(request, networkQuery)),
);
