import { passwordReset } from "@/lib/contracts/passwords";
import { publicRoute, readBody } from "../../../_http/api-route";

export const POST = publicRoute(async ({ request, services }) =>
  services.resetPassword(await readBody(request, passwordReset), request.headers),
);
