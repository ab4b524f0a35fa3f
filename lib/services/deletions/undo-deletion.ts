import type { Deletion, DeletionList } from "@/lib/contracts/deletions";
import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { auditEntry, type AuditEntry } from "@/lib/domain/audit/audit-entry";
import { isUuid } from "../access/is-uuid";
import { hasPermission, requirePermission } from "../access/require-permission";
import { homeProject } from "../projects/home-project";
import { KIND_NAMES, permissionFor, toDeletion } from "./delete-subject";
import type { DeletionPorts, ListDeletionsPorts, StoredDeletion, UndoOutcome } from "./ports";

/**
 * Lists what was deleted in the actor's project and is not removed yet, the latest first, and the
 * deleted projects that the actor owns.
 * @throws AppError notFound
 */
export async function listDeletions(
  ports: ListDeletionsPorts,
  actor: Actor,
): Promise<DeletionList> {
  const { id: projectId } = await homeProject(ports, actor);
  const query = { actor, projectId } as const;
  await requirePermission(ports.members, { ...query, permission: "read", subject: "project" });
  const [projects, others] = await Promise.all([
    ownDeletedProjects(ports, actor),
    ports.deletions.list(projectId),
  ]);
  return {
    deletions: [...projects, ...others].map(toDeletion),
    mayChange: await hasPermission(ports.members, { ...query, permission: "run" }),
  };
}

/** Deleted projects that the actor may restore. No token administers projects. */
async function ownDeletedProjects(
  { deletions }: { readonly deletions: Pick<DeletionPorts["deletions"], "listProjects"> },
  actor: Actor,
): Promise<StoredDeletion[]> {
  if (actor.kind === "system") return deletions.listProjects(null);
  return actor.token ? [] : deletions.listProjects(actor.userId);
}

type UndoPorts = Pick<DeletionPorts, "members" | "deletions" | "clock">;

/**
 * Restores what was deleted. Runs that were active are paused and can be resumed.
 * @throws AppError notFound, also without the permission to delete it; conflict when its removal
 *   has begun, when what it belongs to is deleted, or when another one has its name
 */
export async function undoDeletion(
  ports: UndoPorts,
  actor: Actor,
  deletionId: string,
): Promise<Deletion> {
  const found = await findDeletion(ports, actor, deletionId);
  const audit = auditOf(found, actor, "deletion.undo");
  const outcome = await ports.deletions.undo(deletionId, ports.clock.now(), audit);
  if (outcome !== "restored") throw new AppError("conflict", refusal(outcome, found));
  return toDeletion(found);
}

/**
 * Removes what was deleted without waiting for the time in which it can be restored.
 * @throws AppError notFound, also without permission; conflict when its removal has begun
 */
export async function purgeNow(ports: UndoPorts, actor: Actor, deletionId: string): Promise<void> {
  const found = await findDeletion(ports, actor, deletionId);
  const audit = auditOf(found, actor, "deletion.purgeNow");
  if (!(await ports.deletions.hasten(deletionId, ports.clock.now(), audit)))
    throw new AppError("conflict", refusal("started", found));
}

const auditOf = (
  { projectId, kind, name }: StoredDeletion,
  actor: Actor,
  action: "deletion.undo" | "deletion.purgeNow",
): AuditEntry => auditEntry(actor, action, { projectId, before: { kind, name } });

function refusal(
  outcome: Exclude<UndoOutcome, "restored">,
  { kind, name }: StoredDeletion,
): string {
  const what = KIND_NAMES[kind];
  if (outcome === "started")
    return `${name} is being removed for good, or was removed or restored already.`;
  if (outcome === "taken")
    return (
      `Another ${what} is named ${name} now. Delete it first if you want this one back. ` +
      "Nothing was changed."
    );
  return `What this ${what} belongs to was deleted too. Restore that first.`;
}

async function findDeletion(
  { members, deletions }: Omit<UndoPorts, "clock">,
  actor: Actor,
  deletionId: string,
): Promise<StoredDeletion> {
  const found = isUuid(deletionId) ? await deletions.get(deletionId) : null;
  if (found === null) throw notFound("deletion");
  if (found.kind === "project") {
    // Nobody has a role in a hidden project.
    const owned = await ownDeletedProjects({ deletions }, actor);
    if (!owned.some((one) => one.deletionId === deletionId)) throw notFound("deletion");
    return found;
  }
  await requirePermission(members, {
    actor,
    projectId: found.projectId,
    permission: permissionFor(found.kind),
    subject: "deletion",
  });
  return found;
}
