import { startStudy } from "@/lib/contracts/runs";
import { bodyOf, route } from "../_http/answer";

/** Takes what starts a study, and says what it would take. */
export const POST = route(async ({ actor, request, services }) =>
  services.estimateStudy(actor, await bodyOf(request, startStudy), { signal: request.signal }),
);
