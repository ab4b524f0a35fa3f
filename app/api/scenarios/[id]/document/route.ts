import { versionQuery } from "@/lib/contracts/scenarios";
import { readQuery, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(async ({ actor, params, request, services }) => {
  const query = readQuery(request, versionQuery);
  const { fileName, document } = await services.getScenarioDocument(actor, params.id, query);
  return new Response(`${JSON.stringify(document, null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
});
