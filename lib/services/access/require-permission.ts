import { notFound } from "@/lib/contracts/errors";
import {
  roleHasPermission,
  tokenHasPermission,
  type Actor,
  type Permission,
} from "@/lib/domain/access";
import type { MembershipStore } from "./ports";

type PermissionQuery = {
  readonly actor: Actor;
  readonly projectId: string;
  readonly permission: Permission;
};

/**
 * Requires a permission in a project: the one place where access is decided. `subject` names the
 * requested object in the error: not allowed reads as not found.
 * @throws AppError notFound
 */
export async function requirePermission(
  members: MembershipStore,
  { subject, ...query }: PermissionQuery & { readonly subject: string },
): Promise<void> {
  if (!(await hasPermission(members, query))) throw notFound(subject);
}

/** Whether the actor has this permission in the project. */
export async function hasPermission(
  members: MembershipStore,
  { actor, projectId, permission }: PermissionQuery,
): Promise<boolean> {
  if (actor.kind === "system") return true;
  if (actor.token && !tokenHasPermission(actor.token, { projectId, permission })) return false;
  const role = await members.roleIn(projectId, actor.userId);
  return role !== null && roleHasPermission(role, permission);
}

/**
 * Requires somebody who reads a project. What belongs to the installation, such as models and
 * templates, is for them; members who only review do not see it.
 * @throws AppError notFound
 */
export async function requireReader(members: MembershipStore, actor: Actor): Promise<void> {
  if (actor.kind === "system") return;
  const isReader = (await members.listProjects(actor.userId)).some(
    ({ id, role }) =>
      roleHasPermission(role, "read") &&
      (!actor.token || tokenHasPermission(actor.token, { projectId: id, permission: "read" })),
  );
  if (!isReader && !(await isAdministrator(members, actor))) throw notFound("page");
}

/** Whether an actor administers the installation. No token does in the name of its owner. */
export async function isAdministrator(
  members: Pick<MembershipStore, "isAdministrator">,
  actor: Actor,
): Promise<boolean> {
  if (actor.kind === "system") return true;
  return actor.token === undefined && (await members.isAdministrator(actor.userId));
}
