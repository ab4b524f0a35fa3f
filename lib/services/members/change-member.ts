import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor, Role } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { LockedMembers, MemberStore } from "./ports";
import { mayAdminister } from "./may-administer";

export type ChangeMemberPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly memberships: MemberStore;
};

/**
 * Gives a member of the actor's project another role. Rights are checked again while all members
 * are locked, so that of two owners who demote each other the first succeeds.
 * @throws AppError notFound; conflict for the last owner
 */
export async function changeMemberRole(
  ports: ChangeMemberPorts,
  actor: Actor,
  userId: string,
  role: Role,
): Promise<void> {
  const { id: projectId } = await homeProject(ports, actor);
  await ports.memberships.change(projectId, (now) => {
    mayAdminister(actor, now);
    const before = roleOf(now, userId);
    const roles = new Map([[userId, role]]);
    requireOwner(now, roles);
    return {
      roles,
      revoke: role === "owner" ? [] : invitationsBy(now, userId),
      audit: auditEntry(actor, "member.changeRole", {
        projectId,
        before: { role: before },
        after: { role },
      }),
      subjectId: userId,
    };
  });
}

/**
 * Removes a member from the actor's project, or lets the actor leave it. Links that the member made
 * are revoked. What the member did stays.
 * @throws AppError notFound; conflict for the last owner
 */
export async function removeMember(
  ports: ChangeMemberPorts,
  actor: Actor,
  userId: string,
): Promise<void> {
  const { id: projectId } = await homeProject(ports, actor);
  await ports.memberships.change(projectId, (now) => {
    const leaves = actor.kind === "user" && !actor.token && actor.userId === userId;
    if (!leaves) mayAdminister(actor, now);
    const before = roleOf(now, userId);
    const roles = new Map([[userId, null]]);
    requireOwner(now, roles);
    return {
      roles,
      revoke: invitationsBy(now, userId),
      audit: auditEntry(actor, leaves ? "member.leave" : "member.remove", {
        projectId,
        before: { role: before },
      }),
      subjectId: userId,
    };
  });
}

/**
 * Makes a member the owner in the actor's place, who becomes a researcher.
 * @throws AppError notFound; invalid for the actor itself or for the command line
 */
export async function transferOwnership(
  ports: ChangeMemberPorts,
  actor: Actor,
  userId: string,
): Promise<void> {
  if (actor.kind !== "user" || actor.userId === userId)
    throw new AppError("invalid", "Ownership can only be transferred to another member.");
  const { id: projectId } = await homeProject(ports, actor);
  await ports.memberships.change(projectId, (now) => {
    mayAdminister(actor, now);
    const before = roleOf(now, userId);
    return {
      roles: new Map<string, Role>([
        [userId, "owner"],
        [actor.userId, "researcher"],
      ]),
      revoke: invitationsBy(now, actor.userId),
      audit: auditEntry(actor, "member.transferOwnership", {
        projectId,
        before: { role: before },
        after: { role: "owner", formerOwner: actor.userId },
      }),
      subjectId: userId,
    };
  });
}

function roleOf({ roles }: LockedMembers, userId: string): Role {
  const role = roles.get(userId);
  if (role === undefined) throw notFound("member");
  return role;
}

const invitationsBy = ({ invitations }: LockedMembers, userId: string): string[] =>
  invitations.filter(({ invitedBy }) => invitedBy === userId).map(({ id }) => id);

function requireOwner(now: LockedMembers, changes: ReadonlyMap<string, Role | null>): void {
  const after = new Map<string, Role | null>([...now.roles, ...changes]);
  if ([...after.values()].includes("owner")) return;
  throw new AppError(
    "conflict",
    "A project needs an owner. Make another member an owner first. Nothing was changed.",
  );
}
