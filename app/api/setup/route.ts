import { createOwner } from "@/lib/contracts/account";
import { readBody, publicRoute } from "../_http/api-route";

export const GET = publicRoute(({ services }) => services.getSetupState());

export const POST = publicRoute(async ({ request, services }) => {
  const { headers } = await services.createOwner(
    await readBody(request, createOwner),
    request.headers,
  );
  return Response.json({ ok: true }, { status: 201, headers });
});
