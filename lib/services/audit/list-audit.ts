import type { z } from "zod";
import type { AuditPage, auditQuery } from "@/lib/contracts/audit";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { requirePermission } from "../access/require-permission";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { AuditStore } from "./ports";

export type ListAuditPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly audit: AuditStore;
};

/**
 * Lists the changes by people in the actor's project, the latest first; administrators of the
 * installation also see changes that belong to no project, such as those of endpoints.
 * @throws AppError notFound without the permission to administer the project
 */
export async function listAudit(
  ports: ListAuditPorts,
  actor: Actor,
  { action, subject, before, limit }: z.output<typeof auditQuery>,
): Promise<AuditPage> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "administer",
    subject: "project",
  });
  const seesAll = actor.kind === "system" || (await ports.members.isAdministrator(actor.userId));
  const entries = await ports.audit.list({
    projectId: project.id,
    includesInstallation: seesAll,
    action,
    subjectId: subject,
    before,
    limit,
  });
  return {
    entries: entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
    next: entries.length === limit ? (entries.at(-1)?.id ?? null) : null,
  };
}
