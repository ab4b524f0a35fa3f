import { z } from "zod";
import { bodyOf, route } from "../../_http/answer";

export const POST = route(async ({ request, services }) =>
  services.checkScenarioDocument(
    (await bodyOf(request, z.object({ document: z.unknown() }))).document,
  ),
);
