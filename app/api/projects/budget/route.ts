import { changeBudget } from "@/lib/contracts/budget";
import { readBody, route } from "../../_http/api-route";

export const GET = route(({ actor, services }) => services.getProjectBudget(actor));

export const PUT = route(async ({ actor, request, services }) =>
  services.changeProjectBudget(actor, await readBody(request, changeBudget)),
);
