import { changeBudget } from "@/lib/contracts/budget";
import { bodyOf, route } from "../../_http/answer";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.getStudy(actor, params.id),
);

export const PATCH = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.changeBudget(actor, params.id, await bodyOf(request, changeBudget)),
);
