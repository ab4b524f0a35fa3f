import { writeAuditWithPrisma } from "./audit-store";
import type { ParameterValues } from "@/lib/domain/scenario";
import type { NewStudy, StudyRecord, StudyStore } from "@/lib/services/studies/ports";
import type { RecordPolicy } from "@/lib/domain/run";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";
import type { Prisma } from "./generated/client";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";
import { VISIBLE_IN_PROJECT } from "./visible";

const WITH_ARMS = {
  arms: { orderBy: { number: "asc" } },
  scenarioVersion: {
    include: { scenario: { select: { id: true, name: true, title: true, deletedAt: true } } },
  },
} satisfies Prisma.StudyInclude;

/** Studies with their arms in Postgres. */
export function studyStore({ prisma }: Database): StudyStore {
  return {
    async listTags(projectId) {
      const rows = await prisma.$queryRaw<{ tag: string }[]>`
        SELECT DISTINCT unnest(tags) AS tag FROM study
        WHERE project_id = ${projectId}::uuid AND deleted_at IS NULL ORDER BY tag`;
      return rows.map(({ tag }) => tag);
    },

    edit: (studyId, { revision, name, description, tags, audit }) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const { count } = await transaction.study.updateMany({
          where: { id: studyId, revision },
          data: {
            name: storableText(name),
            description: storableText(description),
            tags: tags.map(storableText),
            revision: { increment: 1 },
          },
        });
        if (count > 0) await writeAuditWithPrisma(transaction, audit, studyId);
        const study = toStudyRecord(
          await transaction.study.findUniqueOrThrow({
            where: { id: studyId },
            include: WITH_ARMS,
          }),
        );
        if (count > 0) return { ok: true, study };
        const last = await transaction.auditEntry.findFirst({
          where: { subjectId: studyId, action: "study.edit" },
          orderBy: { id: "desc" },
        });
        return { ok: false, study, editor: last?.actorName ?? null };
      }),

    archive: (studyId, isArchived, audit) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const { count } = await transaction.study.updateMany({
          where: { id: studyId, archivedAt: isArchived ? null : { not: null } },
          data: { archivedAt: isArchived ? new Date() : null },
        });
        if (count > 0) await writeAuditWithPrisma(transaction, audit, studyId);
        return count > 0;
      }),

    create: (study) =>
      inPrismaTransaction(prisma, async (transaction) => {
        const studyId = timeOrderedId();
        await transaction.study.create({
          data: {
            id: studyId,
            projectId: study.projectId,
            scenarioVersionId: await storeScenarioVersion(transaction, study),
            name: storableText(study.name),
            isExample: study.isExample,
            createdById: study.createdById,
            budgetTokens: study.budget.tokens,
            budgetMoney: study.budget.money,
            record: study.record,
            pauseAfter: study.failures.pauseAfter,
            tokenCap: study.failures.tokenCap,
            ...(study.estimate && { estimate: study.estimate as Prisma.InputJsonObject }),
          },
        });
        const arms = study.arms.map((arm) => ({ ...arm, id: timeOrderedId() }));
        await transaction.studyArm.createMany({
          data: arms.map(({ id, name, parameters }, index) => ({
            id,
            studyId,
            number: index + 1,
            name: storableText(name),
            parameters: { ...parameters },
          })),
        });
        const runs = arms.flatMap((arm) =>
          arm.runs.map((run) => ({
            ...run,
            id: timeOrderedId(),
            studyId,
            armId: arm.id,
            parameters: { ...run.parameters },
            datasets: { ...run.datasets },
            models: { ...run.models },
          })),
        );
        await transaction.run.createMany({ data: runs });
        await writeAuditWithPrisma(transaction, study.audit, studyId);
        return { studyId, runIds: runs.map(({ id }) => id) };
      }),

    async get(studyId) {
      const study = await prisma.study.findUnique({
        where: { id: studyId, ...VISIBLE_IN_PROJECT },
        include: WITH_ARMS,
      });
      return study && toStudyRecord(study);
    },

    async listForProject(projectId) {
      const studies = await prisma.study.findMany({
        where: { projectId, ...VISIBLE_IN_PROJECT },
        orderBy: [{ createdAt: "desc" }, { id: "asc" }],
        include: WITH_ARMS,
      });
      return studies.map(toStudyRecord);
    },
  };
}

/** Returns the id of the version with this document; stores the version if it does not exist. */
async function storeScenarioVersion(
  transaction: Prisma.TransactionClient,
  { projectId, scenario: { name, title, hash, document } }: NewStudy,
): Promise<string> {
  const scenario = { id: await storeScenario(transaction, { projectId, name, title }) };
  const existing = await transaction.scenarioVersion.findUnique({
    where: { scenarioId_hash: { scenarioId: scenario.id, hash } },
  });
  if (existing) return existing.id;
  // The title is that of the latest version: one that is used again does not bring its title back.
  await transaction.scenario.update({ where: { id: scenario.id }, data: { title } });
  const last = await transaction.scenarioVersion.aggregate({
    where: { scenarioId: scenario.id },
    _max: { number: true },
  });
  const created = await transaction.scenarioVersion.create({
    data: {
      scenarioId: scenario.id,
      number: (last._max.number ?? 0) + 1,
      hash,
      document: document as Prisma.InputJsonObject,
    },
  });
  return created.id;
}

/** Deleted scenarios keep their names and are not used again. */
async function storeScenario(
  transaction: Prisma.TransactionClient,
  { projectId, name, title }: Record<"projectId" | "name" | "title", string>,
): Promise<string> {
  const [stored] = await transaction.$queryRaw<{ id: string }[]>`
    INSERT INTO scenario (id, project_id, name, title)
    VALUES (${timeOrderedId()}::uuid, ${projectId}::uuid, ${name}, ${title})
    ON CONFLICT (project_id, name) WHERE deleted_at IS NULL DO UPDATE SET name = excluded.name
    RETURNING id`;
  if (!stored) throw new Error(`scenario ${name} was not stored`);
  return stored.id;
}

const toStudyRecord = (
  study: Prisma.StudyGetPayload<{ include: typeof WITH_ARMS }>,
): StudyRecord => ({
  id: study.id,
  projectId: study.projectId,
  name: study.name,
  isExample: study.isExample,
  scenarioVersionId: study.scenarioVersionId,
  scenarioName: study.scenarioVersion.scenario.name,
  scenarioTitle: study.scenarioVersion.scenario.title,
  budget: {
    tokens: study.budgetTokens === null ? null : Number(study.budgetTokens),
    money: study.budgetMoney,
  },
  record: study.record as RecordPolicy,
  failures: { pauseAfter: study.pauseAfter, tokenCap: study.tokenCap },
  createdAt: study.createdAt,
  scenarioId: study.scenarioVersion.scenario.id,
  isScenarioDeleted: study.scenarioVersion.scenario.deletedAt !== null,
  scenarioVersion: study.scenarioVersion.number,
  description: study.description,
  tags: study.tags,
  isArchived: study.archivedAt !== null,
  revision: study.revision,
  arms: study.arms.map(({ id, number, name, parameters }) => ({
    id,
    number,
    name,
    parameters: parameters as ParameterValues,
  })),
});
