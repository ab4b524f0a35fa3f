import { AppError } from "@/lib/contracts/errors";
import type { StudyEdit } from "@/lib/contracts/studies";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { isSettled } from "@/lib/domain/run";
import type { RunStore } from "../runs/ports";
import { findStudy } from "./find-study";
import type { FindStudyPorts, StudyRecord, StudyStore, StudyTexts } from "./ports";

export type EditStudyPorts = FindStudyPorts & { readonly studies: Pick<StudyStore, "edit"> };

export type ArchiveStudyPorts = FindStudyPorts & {
  readonly studies: Pick<StudyStore, "archive">;
  readonly runs: Pick<RunStore, "listForStudy">;
};

/**
 * Changes name, description and tags of a study.
 * @throws AppError notFound; conflict after an edit that the actor has not seen, saying whose and
 *   what it left
 */
export async function editStudy(
  ports: EditStudyPorts,
  actor: Actor,
  studyId: string,
  { revision, ...texts }: StudyEdit,
): Promise<StudyEdit> {
  const before = await findStudy(ports, actor, studyId, "run");
  const outcome = await ports.studies.edit(before.id, {
    ...texts,
    revision,
    audit: auditEntry(actor, "study.edit", {
      projectId: before.projectId,
      before: textsOf(before),
      after: texts,
    }),
  });
  if (!outcome.ok) throw new AppError("conflict", changedMessage(outcome));
  return { ...textsOf(outcome.study), revision: outcome.study.revision };
}

const textsOf = ({ name, description, tags }: StudyTexts) => ({
  name,
  description,
  tags: [...tags],
});

function changedMessage({
  study: { name, tags },
  editor,
}: {
  readonly study: StudyRecord;
  readonly editor: string | null;
}): string {
  const labels = tags.length === 0 ? "without tags" : `with the tags ${tags.join(", ")}`;
  return (
    `${editor ?? "Somebody"} changed this study in the meantime: it is now called “${name}”, ` +
    `${labels}. Nothing of yours was saved. Save again to replace those changes.`
  );
}

/**
 * Archives a study, so that lists leave it out, or brings it back. Nothing is lost: its pages,
 * files and runs stay. Does nothing if it is so already.
 * @throws AppError notFound; conflict while runs of it are active, which nobody would see
 */
export async function archiveStudy(
  ports: ArchiveStudyPorts,
  actor: Actor,
  studyId: string,
  isArchived: boolean,
): Promise<void> {
  const study = await findStudy(ports, actor, studyId, "run");
  if (study.isArchived === isArchived) return;
  const runs = isArchived ? await ports.runs.listForStudy(study.id) : [];
  if (runs.some(({ status }) => !isSettled(status)))
    throw new AppError(
      "conflict",
      "Runs of this study are active. Wait until they are over, or pause or cancel them, before " +
        "you archive it.",
    );
  await ports.studies.archive(
    study.id,
    isArchived,
    auditEntry(actor, isArchived ? "study.archive" : "study.unarchive", {
      projectId: study.projectId,
      before: { isArchived: !isArchived },
      after: { isArchived },
    }),
  );
}
