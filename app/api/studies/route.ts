import { startStudy } from "@/lib/contracts/runs";
import { bodyOf, route } from "../_http/answer";

export const GET = route(({ actor, services }) => services.listStudies(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.startStudy(actor, await bodyOf(request, startStudy)), {
    status: 201,
  }),
);
