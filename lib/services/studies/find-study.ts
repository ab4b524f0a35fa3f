import { notFound } from "@/lib/contracts/errors";
import type { Actor, Permission } from "@/lib/domain/access";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import type { FindStudyPorts, StudyRecord } from "./ports";

/**
 * Returns a study for which the actor has a permission.
 * @throws AppError notFound, alike for studies that do not exist and studies of others
 */
export async function findStudy(
  ports: FindStudyPorts,
  actor: Actor,
  studyId: string,
  permission: Permission,
): Promise<StudyRecord> {
  const study = isUuid(studyId) ? await ports.studies.get(studyId) : null;
  if (!study) throw notFound("study");
  await requirePermission(ports.members, {
    actor,
    projectId: study.projectId,
    permission,
    subject: "study",
  });
  return study;
}
