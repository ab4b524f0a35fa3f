import type { Role } from "@/lib/domain/access";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

export type MemberRecord = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Date;
};

export type InvitationRecord = {
  readonly id: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly role: Role;
  readonly email: string | null;
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** An invitation to be stored with the hash of its token. */
export type InvitationToStore = Pick<
  InvitationRecord,
  "id" | "role" | "email" | "createdAt" | "expiresAt"
> & { readonly tokenHash: string };

/** Who is in a project and who is invited, as of a transaction that lets nobody else change it. */
export type LockedMembers = {
  readonly roles: ReadonlyMap<string, Role>;
  readonly invitations: readonly InvitationRecord[];
};

/** One change to a project's members, stored with its audit entry in one transaction. */
export type MembersChange = {
  /** New roles by user; null removes the member. */
  readonly roles?: ReadonlyMap<string, Role | null>;
  readonly invite?: InvitationToStore;
  readonly revoke?: readonly string[];
  readonly audit: AuditEntry;
  readonly subjectId: string;
};

export interface MemberStore {
  /** By name. */
  listMembers(projectId: string): Promise<MemberRecord[]>;
  /** Those neither accepted nor revoked, expired ones included, the newest first. */
  listInvitations(projectId: string): Promise<InvitationRecord[]>;
  /** Locks the project's members, and stores the change that `decide` returns or throws for. */
  change(projectId: string, decide: (now: LockedMembers) => MembersChange): Promise<void>;
  /** Returns an invitation that was neither accepted nor revoked, by the hash of its token. */
  findInvitation(tokenHash: string): Promise<InvitationRecord | null>;
  /** Returns the open invitations for an address that have not expired. */
  findInvitationsFor(email: string, at: Date): Promise<InvitationRecord[]>;
  /**
   * Adds a member and closes the invitation in one transaction; false when the invitation was
   * closed in the meantime, or the user is a member already.
   */
  accept(invitationId: string, userId: string, at: Date, audit: AuditEntry): Promise<boolean>;
}

/** Sends mail, where a mail server is set. */
export interface Mailer {
  send(message: { to: string; subject: string; text: string }): Promise<void>;
}
