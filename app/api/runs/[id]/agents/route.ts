import { agentQuery } from "@/lib/contracts/population";
import { readQuery, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  services.listAgents(actor, params.id, readQuery(request, agentQuery)),
);
