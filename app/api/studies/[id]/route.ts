import { changeBudget } from "@/lib/contracts/budget";
import { readBody, route } from "../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getStudy(actor, params.id),
);

export const PATCH = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.changeBudget(actor, params.id, await readBody(request, changeBudget)),
);
