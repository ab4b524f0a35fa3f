import { changeRetention } from "@/lib/contracts/retention";
import { readBody, route } from "../../_http/api-route";

export const GET = route(({ actor, services }) => services.getProjectRetention(actor));

export const PUT = route(async ({ actor, request, services }) =>
  services.changeProjectRetention(actor, await readBody(request, changeRetention)),
);
