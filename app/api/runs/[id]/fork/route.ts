import { forkRun } from "@/lib/contracts/forks";
import { readBody, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.listForks(actor, params.id),
);

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(await services.forkRun(actor, params.id, await readBody(request, forkRun)), {
    status: 201,
  }),
);
