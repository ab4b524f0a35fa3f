import type { AuditAction } from "@/lib/domain/audit";

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

export type StoredAuditEntry = AuditEntry & {
  readonly id: string;
  readonly at: Date;
  /** Name at the time of the entry. */
  readonly actorName: string | null;
  /** Id of the changed object; `run/version/seq` for a review. */
  readonly subjectId: string;
};

/** Selects entries: those of a project, and those of the installation if requested. */
export type AuditFilter = {
  readonly projectId: string;
  readonly includesInstallation: boolean;
  readonly action?: AuditAction | undefined;
  readonly subjectId?: string | undefined;
  /** Entries older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
};

export interface AuditStore {
  /** The latest first. */
  list(filter: AuditFilter): Promise<StoredAuditEntry[]>;
}
