import {
  UNDO_MINUTES,
  type Deletion,
  type DeletionInput,
  type DeletionKind,
  type DeletionPreview,
} from "@/lib/contracts/deletions";
import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor, Permission } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import type { DeletionPorts, DeletionSubject, NewDeletion, StoredDeletion } from "./ports";

/** What people call the kinds. */
export const KIND_NAMES: Readonly<Record<DeletionKind, string>> = {
  project: "project",
  study: "study",
  run: "run",
  scenario: "scenario",
  dataset: "table",
};

/** Whoever may start runs may delete them; a project is its owners'. */
export const permissionFor = (kind: DeletionKind): Permission =>
  kind === "project" ? "administer" : "run";

const UNDO_MS = UNDO_MINUTES * 60_000;

/**
 * Says what a deletion would remove.
 * @throws AppError notFound, also without the permission to delete it
 */
export async function previewDeletion(
  ports: Pick<DeletionPorts, "members" | "deletions">,
  actor: Actor,
  query: { readonly kind: DeletionKind; readonly id: string },
): Promise<DeletionPreview> {
  const subject = await findSubject(ports, actor, query);
  const { kind, id, name, within } = subject;
  return { kind, id, name, within, ...(await ports.deletions.count(subject)) };
}

/**
 * Deletes a project, study, run, scenario or table: hides it at once with everything that belongs
 * to it, and pauses its active runs. It can be restored for ten minutes; then a worker removes it.
 * Forks of a deleted run stay, with the history that they share; so do versions of scenarios and
 * tables that other studies use, hidden.
 * @throws AppError notFound, also without permission; invalid for another name; conflict for the
 *   last project of the person or of the installation
 */
export async function deleteSubject(
  ports: DeletionPorts,
  actor: Actor,
  { name, ...query }: Omit<DeletionInput, "name"> & { readonly name?: string },
): Promise<Deletion> {
  const subject = await findSubject(ports, actor, query);
  if (name !== undefined && name.trim() !== subject.name.trim())
    throw new AppError("invalid", `This is not the name of the ${KIND_NAMES[subject.kind]}.`, [
      { pointer: "/name", message: `Enter ${subject.name}` },
    ]);
  if (subject.kind === "project") await requireAnotherProject(ports, actor);
  const stored = newDeletion(ports, actor);
  const { kind, projectId } = subject;
  const audit = auditEntry(actor, `${kind}.delete`, {
    projectId,
    before: { name: subject.name, ...(subject.within !== null && { within: subject.within }) },
  });
  if (!(await ports.deletions.hide(subject, stored, audit))) throw notFound(KIND_NAMES[kind]);
  return toDeletion({ ...subject, ...stored, reason: null, startedAt: null });
}

/** A deletion by this actor, now, which can be undone for ten minutes. */
export function newDeletion(
  { clock, newId }: Pick<DeletionPorts, "clock" | "newId">,
  actor: Actor,
): NewDeletion {
  const deletedAt = clock.now();
  return {
    deletionId: newId(),
    deletedBy: actor.kind === "user" ? actor.userId : null,
    deletedAt,
    purgeAt: new Date(deletedAt.getTime() + UNDO_MS),
  };
}

async function findSubject(
  ports: Pick<DeletionPorts, "members" | "deletions">,
  actor: Actor,
  { kind, id }: { readonly kind: DeletionKind; readonly id: string },
): Promise<DeletionSubject> {
  const subject = isUuid(id) ? await ports.deletions.find(kind, id) : null;
  if (subject === null) throw notFound(KIND_NAMES[kind]);
  await requirePermission(ports.members, {
    actor,
    projectId: subject.projectId,
    permission: permissionFor(kind),
    subject: KIND_NAMES[kind],
  });
  return subject;
}

/** Without a project there would be no place from which to undo it, and none for new studies. */
async function requireAnotherProject(ports: DeletionPorts, actor: Actor): Promise<void> {
  const left =
    actor.kind === "user"
      ? (await ports.members.listProjects(actor.userId)).length
      : await ports.deletions.countProjects();
  if (left < 2)
    throw new AppError(
      "conflict",
      "This is your only project. Create or join another one first. Nothing was deleted.",
    );
}

export const toDeletion = ({
  deletionId,
  kind,
  id,
  name,
  within,
  deletedBy,
  reason,
  deletedAt,
  purgeAt,
  startedAt,
}: StoredDeletion): Deletion => ({
  id: deletionId,
  kind,
  subjectId: id,
  name,
  within,
  deletedBy,
  reason,
  deletedAt: deletedAt.toISOString(),
  purgeAt: purgeAt.toISOString(),
  isPurging: startedAt !== null,
});
