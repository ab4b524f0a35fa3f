import { PROJECT_COOKIE } from "@/lib/contracts/projects";
import { route } from "../../../_http/api-route";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Readable by scripts: pages compare it with the project that they show. */
export const POST = route<{ id: string }>(async ({ actor, params, services }) => {
  const project = await services.openProject(actor, params.id);
  const cookie = `${PROJECT_COOKIE}=${project.id}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
  return Response.json(project, { headers: { "set-cookie": cookie } });
});
