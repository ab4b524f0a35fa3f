import { notFound } from "@/lib/contracts/errors";
import { roleHasPermission, type Actor, type Permission } from "@/lib/domain/access";
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
  const role = await members.roleIn(projectId, actor.userId);
  return role !== null && roleHasPermission(role, permission);
}
