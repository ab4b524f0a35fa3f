import type { AuditAction } from "@/lib/domain/audit";

/** Small facts about what was changed; never a secret or an agent's private attribute. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/**
 * One change by a person, as a store writes it in the transaction of the change itself: a change
 * without its entry, or an entry without its change, cannot be.
 */
export type AuditEntry = {
  /** Null for the installation itself: the command line and what happens at start. */
  readonly actorId: string | null;
  /** The network address that the request came from, where there was a request. */
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
  /** As it was when the entry was made. */
  readonly actorName: string | null;
  /** The id of what was changed; of a review `run/version/seq`. */
  readonly subjectId: string;
};

/** Which entries to list: those of a project, and those of the installation where asked for. */
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
