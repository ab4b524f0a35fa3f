import { repeatStudy } from "@/lib/contracts/runs";
import { bodyOf, route } from "../../../_http/answer";

export const POST = route<{ id: string }>(async ({ actor, params, request, services }) =>
  Response.json(await services.repeatStudy(actor, params.id, await bodyOf(request, repeatStudy)), {
    status: 201,
  }),
);
