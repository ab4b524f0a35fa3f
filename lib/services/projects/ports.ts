import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

export interface ProjectStore {
  /** Returns the installation's first project, creating it with this name if necessary. */
  ensureFirst(name: string): Promise<{ id: string; name: string }>;
  /** Makes a user the owner of a project and an administrator of the installation. */
  makeOwner(projectId: string, userId: string, audit: AuditEntry): Promise<void>;
}
