import { route } from "../../../_http/api-route";

export const GET = route<{ name: string }>(async ({ actor, params, services }) => {
  const text = await services.getGuideFile(actor, params.name);
  return new Response(text, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${params.name}"`,
    },
  });
});
