import { z } from "zod";
import { readBody, route } from "../../_http/api-route";

export const POST = route(async ({ actor, request, services }) => {
  const { document } = await readBody(request, z.object({ document: z.unknown() }));
  return services.checkScenario(actor, document, { signal: request.signal });
});
