import type { Role } from "@/lib/domain/access";

export interface MembershipStore {
  roleIn(projectId: string, userId: string): Promise<Role | null>;
  /** The project a user works in: the oldest they are a member of. */
  findHomeProject(userId: string): Promise<{ id: string; name: string; role: Role } | null>;
  isAdministrator(userId: string): Promise<boolean>;
  /** Whether the installation has an owner: false on a fresh one. */
  hasOwner(): Promise<boolean>;
  /**
   * Deletes accounts that are a member of nothing: what a first visit leaves behind that was cut
   * off half-way.
   */
  removeNonMembers(): Promise<void>;
}
