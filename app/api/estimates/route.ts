import { startStudy } from "@/lib/contracts/runs";
import { readBody, route } from "../_http/api-route";

/** Estimates the calls, time and cost of a study from the body that would start it. */
export const POST = route(async ({ actor, request, services }) =>
  services.estimateStudy(actor, await readBody(request, startStudy), { signal: request.signal }),
);
