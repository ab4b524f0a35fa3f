import { writeAuditWithPrisma } from "./audit-store";
import type { ParameterValues } from "@/lib/domain/scenario";
import type { NewStudy, StudyRecord, StudyStore } from "@/lib/services/studies/ports";
import type { RecordPolicy } from "@/lib/domain/run";
import type { Database } from "./database";
import { inPrismaTransaction } from "./prisma-transaction";
import type { Prisma } from "./generated/client";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";

const WITH_ARMS = {
  arms: { orderBy: { number: "asc" } },
  scenarioVersion: { include: { scenario: { select: { name: true, title: true } } } },
} satisfies Prisma.StudyInclude;

/** Studies with their arms in Postgres. */
export function studyStore({ prisma }: Database): StudyStore {
  return {
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
      const study = await prisma.study.findUnique({ where: { id: studyId }, include: WITH_ARMS });
      return study && toStudyRecord(study);
    },

    async listForProject(projectId) {
      const studies = await prisma.study.findMany({
        where: { projectId },
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
  const scenario = await transaction.scenario.upsert({
    where: { projectId_name: { projectId, name } },
    create: { projectId, name, title },
    update: { title },
  });
  const existing = await transaction.scenarioVersion.findUnique({
    where: { scenarioId_hash: { scenarioId: scenario.id, hash } },
  });
  if (existing) return existing.id;
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
  arms: study.arms.map(({ id, number, name, parameters }) => ({
    id,
    number,
    name,
    parameters: parameters as ParameterValues,
  })),
});
