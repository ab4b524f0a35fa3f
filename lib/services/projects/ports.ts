import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

export interface ProjectStore {
  /** Returns the installation's first project, creating it with this name if necessary. */
  ensureFirst(name: string): Promise<{ id: string; name: string }>;
  /** Creates a project with its owner. */
  create(
    project: { readonly id: string; readonly name: string },
    userId: string,
    audit: AuditEntry,
  ): Promise<void>;
  /** Renames a project; false when it does not have the former name any more. */
  rename(
    projectId: string,
    names: { readonly from: string; readonly to: string },
    audit: AuditEntry,
  ): Promise<boolean>;
  /** Makes a user the owner of a project and an administrator of the installation. */
  makeOwner(projectId: string, userId: string, audit: AuditEntry): Promise<void>;
}
