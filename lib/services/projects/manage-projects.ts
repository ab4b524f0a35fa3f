import { AppError, notFound } from "@/lib/contracts/errors";
import type { Project, ProjectRename } from "@/lib/contracts/projects";
import { roleHasPermission, type Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { isUuid } from "../access/is-uuid";
import type { MembershipStore } from "../access/ports";
import { isAdministrator, requirePermission } from "../access/require-permission";
import type { ProjectStore } from "./ports";

type MembersPort = { readonly members: MembershipStore };

/** Lists the projects of a person, the one joined first at the start; none for the installation. */
export async function listProjects({ members }: MembersPort, actor: Actor): Promise<Project[]> {
  if (actor.kind === "system") return [];
  const known = await members.listProjects(actor.userId);
  // A token belongs to one project.
  return actor.token ? known.filter(({ id }) => id === actor.token?.projectId) : known;
}

/**
 * Returns a project that a person opens, for lists and new studies from then on.
 * @throws AppError notFound for a non-member
 */
export async function openProject(
  ports: MembersPort,
  actor: Actor,
  projectId: string,
): Promise<Project> {
  const found = (await listProjects(ports, actor)).find(({ id }) => id === projectId);
  if (found === undefined) throw notFound("project");
  return found;
}

/**
 * Creates a project, which the actor owns. For administrators and whoever may start studies in some
 * project.
 * @throws AppError notFound for everyone else; invalid for the command line, which cannot own one
 */
export async function createProject(
  ports: MembersPort & { readonly projects: ProjectStore; readonly newId: () => string },
  actor: Actor,
  { name }: { readonly name: string },
): Promise<Project> {
  if (actor.kind !== "user")
    throw new AppError("invalid", "A project needs an owner: create it in the web page.");
  const known = await ports.members.listProjects(actor.userId);
  const mayCreate =
    known.some(({ role }) => roleHasPermission(role, "run")) ||
    (await isAdministrator(ports.members, actor));
  if (!mayCreate || actor.token) throw notFound("page");
  const id = ports.newId();
  const audit = auditEntry(actor, "project.create", { projectId: id, after: { name } });
  await ports.projects.create({ id, name }, actor.userId, audit);
  return { id, name, role: "owner" };
}

/**
 * Renames a project.
 * @throws AppError notFound without the permission to administer it; conflict when somebody else
 * renamed it in the meantime
 */
export async function renameProject(
  ports: MembersPort & { readonly projects: ProjectStore },
  actor: Actor,
  projectId: string,
  { name, formerName }: ProjectRename,
): Promise<void> {
  if (!isUuid(projectId)) throw notFound("project");
  const query = { actor, projectId, permission: "administer", subject: "project" } as const;
  await requirePermission(ports.members, query);
  const names = { from: formerName, to: name };
  const [before, after] = [{ name: formerName }, { name }];
  const audit = auditEntry(actor, "project.rename", { projectId, before, after });
  if (!(await ports.projects.rename(projectId, names, audit)))
    throw new AppError(
      "conflict",
      "The project was renamed in the meantime. Reload the page to see its name.",
    );
}
