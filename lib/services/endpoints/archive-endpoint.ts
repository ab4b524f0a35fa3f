import { endpointFacts } from "./endpoint-facts";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { requireAdministrator } from "./require-administrator";
import type { Administrators, EndpointStore } from "./ports";

type Ports = { readonly endpoints: EndpointStore; readonly administrators: Administrators };

/**
 * Hides an endpoint and deletes its key; runs that used it still refer to it.
 * @throws AppError `conflict` for the built-in endpoint, `notFound`
 */
export async function archiveEndpoint(
  { endpoints, administrators }: Ports,
  actor: Actor,
  id: string,
): Promise<void> {
  await requireAdministrator(administrators, actor);
  const stored = await endpoints.get(id);
  if (stored === null) throw notFound("endpoint");
  if (stored.isBuiltIn)
    throw new AppError("conflict", "The built-in demo model cannot be removed.");
  const before = endpointFacts(stored);
  await endpoints.archive(id, auditEntry(actor, "endpoint.delete", { projectId: null, before }));
}
