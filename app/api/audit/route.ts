import { auditQuery } from "@/lib/contracts/audit";
import { readQuery, route } from "../_http/api-route";

export const GET = route(({ actor, request, services }) =>
  services.listAudit(actor, readQuery(request, auditQuery)),
);
