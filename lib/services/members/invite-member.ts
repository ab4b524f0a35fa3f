import { notFound } from "@/lib/contracts/errors";
import type { InvitationInput, NewInvitation } from "@/lib/contracts/members";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import type { Clock, Log } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import { toInvitation } from "./list-members";
import { mayAdminister } from "./may-administer";
import type { Mailer, MemberStore } from "./ports";

/** How long a link can be used, in days. */
const INVITATION_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

export type InviteMemberPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly memberships: MemberStore;
  /** Null without a mail server. */
  readonly mailer: Mailer | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly newToken: () => string;
  readonly hash: (text: string) => string;
  /** Address of the app, for links. */
  readonly appUrl: string;
};

/**
 * Makes a link by which one person joins the actor's project, once, within seven days; mails it
 * where a mail server and an address are given. Only the hash of its token is stored.
 * @throws AppError notFound without the permission to administer
 */
export async function inviteMember(
  ports: InviteMemberPorts,
  actor: Actor,
  { role, email }: InvitationInput,
): Promise<NewInvitation> {
  const project = await homeProject(ports, actor);
  const now = ports.clock.now();
  const token = ports.newToken();
  const invite = {
    id: ports.newId(),
    role,
    email: email?.toLowerCase() ?? null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY_MS),
    tokenHash: ports.hash(token),
  };
  await ports.memberships.change(project.id, (current) => {
    mayAdminister(actor, current);
    return {
      invite,
      audit: auditEntry(actor, "member.invite", {
        projectId: project.id,
        after: { role, email: invite.email },
      }),
      subjectId: invite.id,
    };
  });
  // After the #, a browser keeps it to itself: it reaches neither logs nor other sites.
  const link = new URL(`/join#${token}`, ports.appUrl).href;
  return {
    invitation: toInvitation(invite, now),
    link,
    mail: await mailLink(ports, invite.email, { projectName: project.name, link }),
  };
}

/**
 * Revokes an open invitation of the actor's project.
 * @throws AppError notFound
 */
export async function revokeInvitation(
  ports: Pick<InviteMemberPorts, "members" | "projects" | "memberships">,
  actor: Actor,
  invitationId: string,
): Promise<void> {
  const { id: projectId } = await homeProject(ports, actor);
  await ports.memberships.change(projectId, (now) => {
    mayAdminister(actor, now);
    const found = now.invitations.find(({ id }) => id === invitationId);
    if (found === undefined) throw notFound("invitation");
    const { role, email } = found;
    return {
      revoke: [invitationId],
      audit: auditEntry(actor, "member.revokeInvitation", { projectId, before: { role, email } }),
      subjectId: invitationId,
    };
  });
}

/** Mails a link. A failure is reported, not thrown: the link can still be passed on by hand. */
async function mailLink(
  { mailer, log }: Pick<InviteMemberPorts, "mailer" | "log">,
  to: string | null,
  { projectName, link }: { readonly projectName: string; readonly link: string },
): Promise<NewInvitation["mail"]> {
  if (mailer === null || to === null) return "off";
  try {
    await mailer.send({
      to,
      subject: `Invitation to the project ${projectName}`,
      text:
        `You are invited to the project “${projectName}” in Microcosm.\n\n` +
        `Open this link within ${INVITATION_DAYS} days to join. It works once:\n\n${link}\n`,
    });
    return "sent";
  } catch (error) {
    log("invitation not mailed", {
      level: "warning",
      error: error instanceof Error ? error.message : String(error),
    });
    return "failed";
  }
}
