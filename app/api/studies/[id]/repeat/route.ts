import { repeatStudy } from "@/lib/contracts/runs";
import { readBody, route } from "../../../_http/api-route";

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(
    await services.repeatStudy(actor, params.id, await readBody(request, repeatStudy)),
    {
      status: 201,
    },
  ),
);
