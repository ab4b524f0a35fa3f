import { probeRequest } from "@/lib/contracts/endpoints";
import { bodyOf, route } from "../../_http/answer";

export const POST = route(async ({ actor, request, services }) =>
  services.testEndpoint(actor, await bodyOf(request, probeRequest)),
);
