import { decisionQuery } from "@/lib/contracts/runs";
import { readQuery, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  services.listDecisions(actor, params.id, readQuery(request, decisionQuery)),
);
