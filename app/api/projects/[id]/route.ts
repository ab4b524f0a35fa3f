import { projectRename } from "@/lib/contracts/projects";
import { readBody, route } from "../../_http/api-route";

export const PATCH = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.renameProject(actor, params.id, await readBody(request, projectRename)),
);
