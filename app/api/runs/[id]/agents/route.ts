import { agentQuery } from "@/lib/contracts/population";
import { queryOf, route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  services.listAgents(actor, params.id, queryOf(request, agentQuery)),
);
