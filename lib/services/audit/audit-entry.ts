import type { AuditAction } from "@/lib/domain/audit";
import type { Actor } from "@/lib/domain/access";
import type { AuditEntry, AuditFacts } from "./ports";

type Change = {
  readonly projectId: string | null;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
};

/** Returns the entry for a change by this actor, to be stored with the change. */
export const auditEntry = (
  actor: Actor,
  action: AuditAction,
  { projectId, before, after }: Change,
): AuditEntry => ({
  actorId: actor.kind === "user" ? actor.userId : null,
  address: actor.kind === "user" ? (actor.address ?? null) : null,
  action,
  projectId,
  before: before ?? null,
  after: after ?? null,
});
