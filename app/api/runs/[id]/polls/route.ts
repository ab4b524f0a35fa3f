import { pollInput } from "@/lib/contracts/polls";
import { readBody, route } from "../../../_http/api-route";

export const GET = route<{ id: string }>(({ actor, params, services }) =>
  services.listPolls(actor, params.id),
);

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(await services.startPoll(actor, params.id, await readBody(request, pollInput)), {
    status: 201,
  }),
);
