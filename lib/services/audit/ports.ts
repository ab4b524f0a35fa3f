import type { AuditAction } from "@/lib/domain/audit";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

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
