import type { Role } from "@/lib/domain/access";

export interface MembershipStore {
  roleIn(projectId: string, userId: string): Promise<Role | null>;
  /** Returns the projects a user is a member of, the one joined first at the start. */
  listProjects(userId: string): Promise<{ id: string; name: string; role: Role }[]>;
  isAdministrator(userId: string): Promise<boolean>;
  /** Whether the installation has an owner: false on a fresh one. */
  hasOwner(): Promise<boolean>;
  /** Deletes accounts without a membership, which an interrupted first visit leaves behind. */
  removeNonMembers(): Promise<void>;
}
