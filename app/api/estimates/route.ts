import { startStudy } from "@/lib/contracts/runs";
import { readBody, route } from "../_http/api-route";

/** Takes what starts a study, and says what it would take. */
export const POST = route(async ({ actor, request, services }) =>
  services.estimateStudy(actor, await readBody(request, startStudy), { signal: request.signal }),
);
