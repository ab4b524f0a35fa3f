import { createOwner } from "@/lib/contracts/account";
import { bodyOf, openRoute } from "../_http/answer";

export const GET = openRoute(({ services }) => services.setupState());

export const POST = openRoute(async ({ request, services }) => {
  const { headers } = await services.createOwner(
    await bodyOf(request, createOwner),
    request.headers,
  );
  return Response.json({ ok: true }, { status: 201, headers });
});
