import { passwordChange } from "@/lib/contracts/passwords";
import { publicRoute, readBody } from "../../_http/api-route";

export const PUT = publicRoute(async ({ request, services }) =>
  services.changePassword(await readBody(request, passwordChange), request.headers),
);
