import type { Actor } from "../access";
import type { AuditAction } from ".";

/** Small facts about what was changed; never a secret or an agent's private attribute. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/**
 * One change by a person. Stores write it in the transaction of the change itself, so that neither
 * exists without the other.
 */
export type AuditEntry = {
  /** Null for the installation itself: the command line and what happens at start. */
  readonly actorId: string | null;
  /** Network address that the request came from; null without a request. */
  readonly address: string | null;
  readonly action: AuditAction;
  /** Null for what belongs to the installation. */
  readonly projectId: string | null;
  readonly before: AuditFacts | null;
  readonly after: AuditFacts | null;
};

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
