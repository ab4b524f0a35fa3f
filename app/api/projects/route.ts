import { projectInput } from "@/lib/contracts/projects";
import { readBody, route } from "../_http/api-route";

export const GET = route(({ actor, services }) => services.listProjects(actor));

export const POST = route(async ({ actor, request, services }) =>
  Response.json(await services.createProject(actor, await readBody(request, projectInput)), {
    status: 201,
  }),
);
