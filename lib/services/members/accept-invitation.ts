import { AppError } from "@/lib/contracts/errors";
import type { InvitationAcceptance, OpenInvitation } from "@/lib/contracts/members";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import type { Accounts, ClientAddress, Exclusive } from "../accounts/ports";
import type { Clock } from "../environment/ports";
import type { InvitationRecord, MemberStore } from "./ports";

export type AcceptInvitationPorts = {
  readonly accounts: Accounts;
  readonly exclusive: Exclusive;
  readonly members: MembershipStore;
  readonly memberships: MemberStore;
  readonly clock: Clock;
  readonly clientAddress: ClientAddress;
  readonly hash: (text: string) => string;
};

/**
 * Returns what an invitation offers, for the visitor of its link.
 * @throws AppError notFound for a link that was used, revoked, has expired or never existed
 */
export async function readInvitation(
  ports: Pick<AcceptInvitationPorts, "accounts" | "memberships" | "clock" | "hash">,
  token: string,
  request: Headers,
): Promise<OpenInvitation> {
  const { projectName, role, email } = await findOpen(ports, token);
  const visitor = await ports.accounts.signedIn(request);
  return {
    projectName,
    role,
    email,
    visitor: visitor && { name: visitor.name, email: visitor.email },
  };
}

/**
 * Makes the sender of the request a member by an invitation, which is then used up. A visitor
 * without a session gets the account given here, and `headers` that sign them in.
 * @throws AppError notFound for a link that cannot be used; unauthenticated without a session or an
 * account; invalid for another address than the invited one; conflict for a member
 */
export async function acceptInvitation(
  ports: AcceptInvitationPorts,
  { token, account }: InvitationAcceptance,
  request: Headers,
): Promise<{ headers: Headers }> {
  // One at a time, so that of two people with one link the second gets no account.
  return ports.exclusive.run("accept-invitation", async () => {
    const found = await findOpen(ports, token);
    const visitor = await ports.accounts.signedIn(request);
    requireAddress(found, visitor?.email ?? account?.email);
    if (visitor !== null && (await ports.members.roleIn(found.projectId, visitor.id)) !== null)
      throw new AppError(
        "conflict",
        `You are already a member of ${found.projectName}. The link was not used.`,
      );
    if (visitor !== null) {
      await join(ports, found, visitor.id, request);
      return { headers: new Headers() };
    }
    if (account === undefined)
      throw new AppError("unauthenticated", "Sign in or create an account to join.");
    const { userId, headers } = await ports.accounts.signUp(account, request);
    await join(ports, found, userId, request);
    return { headers };
  });
}

async function findOpen(
  { memberships, clock, hash }: Pick<AcceptInvitationPorts, "memberships" | "clock" | "hash">,
  token: string,
): Promise<InvitationRecord> {
  const found = await memberships.findInvitation(hash(token));
  if (found === null || found.expiresAt <= clock.now()) throw closed();
  return found;
}

function requireAddress({ email }: InvitationRecord, used: string | undefined): void {
  if (email === null || used === undefined || email === used.toLowerCase()) return;
  throw new AppError("invalid", `This invitation is for ${email}. Join with that address.`, [
    { pointer: "/account/email", message: `Use ${email}` },
  ]);
}

async function join(
  {
    memberships,
    clock,
    clientAddress,
  }: Pick<AcceptInvitationPorts, "memberships" | "clock" | "clientAddress">,
  { id, projectId, role }: InvitationRecord,
  userId: string,
  request: Headers,
): Promise<void> {
  const actor = { kind: "user", userId, address: clientAddress(request) } as const;
  const audit = auditEntry(actor, "member.join", { projectId, after: { role, invitation: id } });
  if (!(await memberships.accept(id, userId, clock.now(), audit))) throw closed();
}

const closed = (): AppError =>
  new AppError(
    "notFound",
    "This link can no longer be used: it was used or revoked, or has expired. Ask for a new one.",
  );
