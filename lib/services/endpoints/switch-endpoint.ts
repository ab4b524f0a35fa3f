import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { requireAdministrator } from "./require-administrator";
import type { Administrators, EndpointStore } from "./ports";
import { toEndpoint } from "./to-endpoint";

type Ports = { readonly endpoints: EndpointStore; readonly administrators: Administrators };

/**
 * Switches an endpoint on or off at once. While it is off, no new run starts on it, and active runs
 * continue with the others of its group or pause until it is on again.
 * @throws AppError `notFound`
 */
export async function switchEndpoint(
  { endpoints, administrators }: Ports,
  actor: Actor,
  id: string,
  enabled: boolean,
): Promise<Endpoint> {
  await requireAdministrator(administrators, actor);
  const stored = await endpoints.get(id);
  if (stored === null) throw notFound("endpoint");
  if (stored.enabled === enabled) return toEndpoint(stored);
  const action = enabled ? "endpoint.enable" : "endpoint.disable";
  const audit = auditEntry(actor, action, {
    projectId: null,
    before: { name: stored.name, enabled: stored.enabled },
    after: { name: stored.name, enabled },
  });
  return toEndpoint(await endpoints.update(id, { enabled }, audit));
}
