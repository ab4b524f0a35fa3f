import { probeRequest } from "@/lib/contracts/endpoints";
import { readBody, route } from "../../_http/api-route";

export const POST = route(async ({ actor, request, services }) =>
  services.testEndpoint(actor, await readBody(request, probeRequest)),
);
