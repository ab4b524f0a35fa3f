import type { AuditAction, AuditKind } from "@/lib/domain/audit";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

export type StoredAuditEntry = AuditEntry & {
  readonly id: string;
  readonly at: Date;
  /** Name at the time of the entry. */
  readonly actorName: string | null;
  /** Id of the changed object; `run/version/seq` for a review. */
  readonly subjectId: string;
  /** Present name of the changed person, study, table or endpoint, or of the study of a run. */
  readonly subjectName: string | null;
  /** Whether it is deleted, itself or with what it belongs to; false for what is gone. */
  readonly isSubjectDeleted: boolean;
};

/** A project's part of the log, with that of the installation if requested. */
export type AuditScope = {
  readonly projectId: string;
  readonly includesInstallation: boolean;
};

/** Selects entries: those of a project, and those of the installation if requested. */
export type AuditFilter = AuditScope & {
  /** Null for what no person did. */
  readonly actorId?: string | null | undefined;
  readonly action?: AuditAction | undefined;
  readonly kind?: AuditKind | undefined;
  readonly subjectId?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** Entries older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
};

export interface AuditStore {
  /** The latest first. */
  list(filter: AuditFilter): Promise<StoredAuditEntry[]>;
  /** Who has entries, by name. */
  listPeople(scope: AuditScope): Promise<{ id: string; name: string }[]>;
}
