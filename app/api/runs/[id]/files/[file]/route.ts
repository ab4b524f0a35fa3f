import { route } from "../../../../_http/api-route";
import { streamResponse } from "../../../../_http/stream";

export const GET = route<{ id: string; file: string }>(async ({ actor, params, services }) => {
  const { content, mediaType, name } = await services.exportRun(actor, params.id, params.file);
  return streamResponse(content, {
    "content-type": mediaType,
    "content-disposition": `attachment; filename="${name}"`,
  });
});
