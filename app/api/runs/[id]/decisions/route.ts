import { decisionQuery } from "@/lib/contracts/runs";
import { queryOf, route } from "../../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, request, services }) =>
  services.listDecisions(actor, params.id, queryOf(request, decisionQuery)),
);
