import { roleChange } from "@/lib/contracts/members";
import { readBody, route } from "../../_http/api-route";

export const PATCH = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.changeMemberRole(actor, params.id, (await readBody(request, roleChange)).role),
);

export const DELETE = route<{ id: string }>(({ actor, params, services }) =>
  services.removeMember(actor, params.id),
);
