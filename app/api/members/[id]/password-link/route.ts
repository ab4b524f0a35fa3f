import { route } from "../../../_http/api-route";

/** A link by which a person sets a new password; for administrators of the installation. */
export const POST = route<{ id: string }>(async ({ actor, params, services }) =>
  Response.json(await services.createPasswordLink(actor, params.id), { status: 201 }),
);
