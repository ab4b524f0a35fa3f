import { notFound } from "@/lib/contracts/errors";
import { roleHasPermission, type Actor } from "@/lib/domain/access";
import type { LockedMembers } from "./ports";

/**
 * Requires the permission to administer while members are locked: it may have been taken away since
 * the request arrived. No token changes members.
 * @throws AppError notFound
 */
export function mayAdminister(actor: Actor, { roles }: LockedMembers): void {
  if (actor.kind === "system") return;
  const role = actor.token ? undefined : roles.get(actor.userId);
  if (role === undefined || !roleHasPermission(role, "administer")) throw notFound("project");
}
