import { logQuery } from "@/lib/contracts/logs";
import { readQuery, route } from "../_http/api-route";

export const GET = route(({ actor, request, services }) =>
  services.listLog(actor, readQuery(request, logQuery)),
);
