import { deletionQuery } from "@/lib/contracts/deletions";
import { readQuery, route } from "../../_http/api-route";

export const GET = route(({ actor, request, services }) =>
  services.previewDeletion(actor, readQuery(request, deletionQuery)),
);
