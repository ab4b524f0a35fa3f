import { startStudy } from "@/lib/contracts/runs";
import { readBody, route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listStudies(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.startStudy(actor, await readBody(request, startStudy)), {
    status: 201,
  }),
);
