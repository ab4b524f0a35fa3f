import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import type { AssertedIdentity, CredentialStore, IdentityRefusal } from "../accounts/ports";
import type { Clock } from "../environment/ports";
import type { MemberStore } from "./ports";

export type AdmissionPorts = {
  readonly members: MembershipStore;
  readonly memberships: MemberStore;
  readonly clock: Clock;
  /** Domains whose addresses need no invitation, in lower case. */
  readonly allowedDomains: readonly string[];
};

/**
 * Decides whether an identity that an OpenID Connect server asserts may sign in; null if so. Only
 * verified addresses may; a new account needs an invitation for its address or an allowed domain,
 * and an installation that has been set up.
 */
export async function admitIdentity(
  { members, memberships, clock, allowedDomains }: AdmissionPorts,
  { action, email, isVerified }: AssertedIdentity,
): Promise<IdentityRefusal | null> {
  if (!isVerified) return "email_not_verified";
  if (action !== "create-user") return null;
  if (!(await members.hasOwner())) return "not_set_up";
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  if (allowedDomains.includes(domain)) return null;
  const invitations = await memberships.findInvitationsFor(email, clock.now());
  return invitations.length > 0 ? null : "not_invited";
}

/** Records that an account was connected with the server, and distrusts what came before. */
export const recordConnection = (
  { credentials }: { readonly credentials: CredentialStore },
  userId: string,
  address: string | null,
): Promise<void> =>
  credentials.connect(
    userId,
    auditEntry({ kind: "user", userId, address }, "account.connect", { projectId: null }),
  );

/** Makes a person whose address is verified a member by all open invitations for that address. */
export async function joinInvited(
  { memberships, clock }: Pick<AdmissionPorts, "memberships" | "clock">,
  { id: userId, email }: { readonly id: string; readonly email: string },
  address: string | null,
): Promise<void> {
  for (const { id, projectId, role } of await memberships.findInvitationsFor(email, clock.now()))
    await memberships.accept(
      id,
      userId,
      clock.now(),
      auditEntry({ kind: "user", userId, address }, "member.join", {
        projectId,
        after: { role, invitation: id },
      }),
    );
}
