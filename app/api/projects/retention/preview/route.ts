import { retentionQuery } from "@/lib/contracts/retention";
import { readQuery, route } from "../../../_http/api-route";

export const GET = route(({ actor, request, services }) =>
  services.previewProjectRetention(actor, readQuery(request, retentionQuery)),
);
