import { linkToken } from "@/lib/contracts/members";
import { publicRoute, readBody } from "../../_http/api-route";

export const POST = publicRoute(async ({ request, services }) =>
  services.readInvitation((await readBody(request, linkToken)).token, request.headers),
);
