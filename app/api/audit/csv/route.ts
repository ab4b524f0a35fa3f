import { auditFileQuery } from "@/lib/contracts/audit";
import { readQuery, route } from "../../_http/api-route";
import { streamResponse } from "../../_http/stream";

export const GET = route(async ({ actor, request, services }) => {
  const { name, content } = await services.exportAudit(actor, readQuery(request, auditFileQuery));
  return streamResponse(content, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
});
