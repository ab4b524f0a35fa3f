import { notFound } from "@/lib/contracts/errors";
import type { Actor, Permission } from "@/lib/domain/access";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import type { RunRecord } from "../runs/ports";
import type { FindStudyPorts } from "./ports";

/**
 * The runs of a study that the actor may do this with, at least one.
 * @throws AppError notFound, alike for studies that do not exist and studies of others
 */
export async function findStudyRuns(
  ports: FindStudyPorts,
  actor: Actor,
  studyId: string,
  permission: Permission,
): Promise<readonly [RunRecord, ...RunRecord[]]> {
  const [first, ...others] = isUuid(studyId) ? await ports.runs.listForStudy(studyId) : [];
  if (!first) throw notFound("study");
  await requirePermission(ports.members, actor, first.projectId, permission, "study");
  return [first, ...others];
}
