import type { Invitation, MemberList } from "@/lib/contracts/members";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { hasPermission, isAdministrator, requirePermission } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { InvitationRecord, MemberStore } from "./ports";

export type ListMembersPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly memberships: MemberStore;
  readonly clock: Clock;
};

/**
 * Lists the members of the actor's project and, for those who may change them, open invitations.
 * @throws AppError notFound without the permission to read
 */
export async function listMembers(ports: ListMembersPorts, actor: Actor): Promise<MemberList> {
  const project = await homeProject(ports, actor);
  const query = { actor, projectId: project.id };
  await requirePermission(ports.members, { ...query, permission: "read", subject: "project" });
  const mayChange = await hasPermission(ports.members, { ...query, permission: "administer" });
  const [members, invitations, mayResetPasswords] = await Promise.all([
    ports.memberships.listMembers(project.id),
    mayChange ? ports.memberships.listInvitations(project.id) : [],
    isAdministrator(ports.members, actor),
  ]);
  const now = ports.clock.now();
  return {
    projectName: project.name,
    members: members.map(({ joinedAt, ...rest }) => ({
      ...rest,
      joinedAt: joinedAt.toISOString(),
    })),
    invitations: invitations.map((record) => toInvitation(record, now)),
    readerId: actor.kind === "user" ? actor.userId : null,
    mayChange,
    mayResetPasswords,
  };
}

/** Converts a stored invitation to the shape of the API. */
export const toInvitation = (
  {
    id,
    role,
    email,
    createdAt,
    expiresAt,
  }: Pick<InvitationRecord, "id" | "role" | "email" | "createdAt" | "expiresAt">,
  now: Date,
): Invitation => ({
  id,
  role,
  email,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  expired: expiresAt <= now,
});
