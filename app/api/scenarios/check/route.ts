import { z } from "zod";
import { readBody, route } from "../../_http/api-route";

export const POST = route(async ({ request, services }) =>
  services.checkScenarioDocument(
    (await readBody(request, z.object({ document: z.unknown() }))).document,
  ),
);
