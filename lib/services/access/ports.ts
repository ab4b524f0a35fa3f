import type { Role } from "@/lib/domain/access";

export interface MembershipStore {
  roleIn(projectId: string, userId: string): Promise<Role | null>;
  /** The project a user works in: the oldest they are a member of. */
  homeOf(userId: string): Promise<{ id: string; name: string; role: Role } | null>;
  isAdministrator(userId: string): Promise<boolean>;
  /** Anybody at all: false on a fresh installation. */
  anyUser(): Promise<boolean>;
}
