import { updateProfile } from "@/lib/contracts/account";
import { readBody, route } from "../../_http/api-route";

/** In the place of the library's own route, which takes any field. */
export const POST = route(async ({ actor, request, services }) =>
  services.updateProfile(actor, await readBody(request, updateProfile)),
);
