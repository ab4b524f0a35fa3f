import { startStudy } from "@/lib/contracts/runs";
import { studyQuery } from "@/lib/contracts/studies";
import { readBody, readQuery, route } from "../_http/api-route";

export const GET = route(({ actor, request, services }) =>
  services.listStudies(actor, readQuery(request, studyQuery)),
);

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.startStudy(actor, await readBody(request, startStudy)), {
    status: 201,
  }),
);
