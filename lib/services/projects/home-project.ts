import { notFound } from "@/lib/contracts/errors";
import type { Actor, Role } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import type { ProjectStore } from "./ports";

/** Name of the first project of an installation. */
export const FIRST_PROJECT = "First project";

/**
 * Returns the project an actor works in. The installation itself (command line, example data) works
 * in the first one.
 * @throws AppError notFound for a user without any project, or not in the one the request names
 */
export async function homeProject(
  ports: { readonly members: MembershipStore; readonly projects: ProjectStore },
  actor: Actor,
): Promise<{ id: string; name: string; role: Role }> {
  if (actor.kind === "system")
    return { ...(await ports.projects.ensureFirst(FIRST_PROJECT)), role: "owner" };
  const home = chooseProject(await ports.members.listProjects(actor.userId), actor.project);
  if (!home) throw notFound("project");
  return home;
}

/** Returns the wanted project of a list, or its first where another may take its place. */
export const chooseProject = <Project extends { readonly id: string }>(
  projects: readonly Project[],
  wanted: { readonly id: string; readonly isRequired: boolean } | undefined,
): Project | undefined =>
  projects.find(({ id }) => id === wanted?.id) ??
  (wanted?.isRequired === true ? undefined : projects[0]);
