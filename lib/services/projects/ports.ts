import type { AuditEntry } from "../audit/ports";

export interface ProjectStore {
  /** The installation's first project, created with this name when there is none. */
  ensureFirst(name: string): Promise<{ id: string; name: string }>;
  /** Makes a user the owner of a project and an administrator of the installation. */
  makeOwner(projectId: string, userId: string, audit: AuditEntry): Promise<void>;
}
