import { notFound } from "@/lib/contracts/errors";
import type { Actor, Role } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import type { ProjectStore } from "./ports";

/** Name of the first project of an installation. */
export const FIRST_PROJECT = "First project";

/**
 * Returns the project an actor works in. The installation itself (command line, example data) works
 * in the first one.
 * @throws AppError notFound for a user without any project
 */
export async function homeProject(
  ports: { readonly members: MembershipStore; readonly projects: ProjectStore },
  actor: Actor,
): Promise<{ id: string; name: string; role: Role }> {
  if (actor.kind === "system")
    return { ...(await ports.projects.ensureFirst(FIRST_PROJECT)), role: "owner" };
  const home = await ports.members.findHomeProject(actor.userId);
  if (!home) throw notFound("project");
  return home;
}
