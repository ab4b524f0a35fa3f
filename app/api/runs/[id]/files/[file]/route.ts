import { route } from "../../../../_http/answer";
import { streamOf } from "../../../../_http/stream";

export const GET = route<{ id: string; file: string }>(async ({ actor, params, services }) => {
  const { content, mediaType, name } = await services.exportRun(actor, params.id, params.file);
  return streamOf(content, {
    "content-type": mediaType,
    "content-disposition": `attachment; filename="${name}"`,
  });
});
