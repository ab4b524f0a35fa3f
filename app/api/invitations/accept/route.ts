import { invitationAcceptance } from "@/lib/contracts/members";
import { publicRoute, readBody } from "../../_http/api-route";

export const POST = publicRoute(async ({ request, services }) => {
  const { headers } = await services.acceptInvitation(
    await readBody(request, invitationAcceptance),
    request.headers,
  );
  return Response.json({ ok: true }, { status: 201, headers });
});
