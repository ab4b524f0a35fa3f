import { studyEdit } from "@/lib/contracts/studies";
import { readBody, route } from "../../../_http/api-route";

export const PUT = route<{ id: string }>(async ({ actor, params, request, services }) =>
  services.editStudy(actor, params.id, await readBody(request, studyEdit)),
);
