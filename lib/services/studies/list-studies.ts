import type { StudySummary } from "@/lib/contracts/runs";
import type { StudyQuery } from "@/lib/contracts/studies";
import { roleHasPermission, type Actor } from "@/lib/domain/access";
import { hasPermission, requirePermission } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import { isFork, type RunRecord, type RunStore } from "../runs/ports";
import { toRunSummary } from "../runs/to-progress";
import { findStudy } from "./find-study";
import type { FindStudyPorts, StudyRecord, StudyStore } from "./ports";

export type GetStudyPorts = FindStudyPorts & {
  readonly runs: Pick<RunStore, "listForStudy">;
  readonly clock: Clock;
};

export type ListStudiesPorts = Pick<FindStudyPorts, "members"> & {
  readonly studies: Pick<StudyStore, "listForProject">;
  readonly runs: Pick<RunStore, "listForProject">;
  readonly projects: ProjectStore;
  readonly clock: Clock;
};

/** Lists the studies of the actor's project, newest first; archived ones only on request. */
export async function listStudies(
  ports: ListStudiesPorts,
  actor: Actor,
  { archived }: StudyQuery = { archived: "no" },
): Promise<StudySummary[]> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "read",
    subject: "project",
  });
  const [studies, runs] = await Promise.all([
    ports.studies.listForProject(project.id),
    ports.runs.listForProject(project.id),
  ]);
  const runsByStudy = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const siblings = runsByStudy.get(run.studyId) ?? [];
    siblings.push(run);
    runsByStudy.set(run.studyId, siblings);
  }
  const facts = { now: ports.clock.now(), mayRun: roleHasPermission(project.role, "run") };
  return studies
    .filter(({ isArchived }) => archived === "all" || isArchived === (archived === "only"))
    .map((study) => toStudySummary(study, runsByStudy.get(study.id) ?? [], facts));
}

/** Lists the tags of the studies of the actor's project. */
export async function listStudyTags(
  ports: Pick<ListStudiesPorts, "members" | "projects"> & {
    readonly studies: Pick<StudyStore, "listTags">;
  },
  actor: Actor,
): Promise<string[]> {
  const { id: projectId } = await homeProject(ports, actor);
  const query = { actor, projectId, permission: "read", subject: "project" } as const;
  await requirePermission(ports.members, query);
  return ports.studies.listTags(projectId);
}

/**
 * Returns a study with its arms, its own runs, and the forks of these.
 * @throws AppError notFound
 */
export async function getStudy(
  ports: GetStudyPorts,
  actor: Actor,
  studyId: string,
): Promise<StudySummary> {
  const study = await findStudy(ports, actor, studyId, "read");
  const { projectId } = study;
  const mayRun = await hasPermission(ports.members, { actor, projectId, permission: "run" });
  const runs = await ports.runs.listForStudy(study.id);
  return toStudySummary(study, runs, { now: ports.clock.now(), mayRun });
}

/** Forks are listed separately: the design and results of a study rest on its own runs. */
export const toStudySummary = (
  study: StudyRecord,
  runs: readonly RunRecord[],
  { now, mayRun }: { readonly now: Date; readonly mayRun: boolean },
): StudySummary => ({
  id: study.id,
  name: study.name,
  description: study.description,
  tags: [...study.tags],
  isArchived: study.isArchived,
  revision: study.revision,
  mayRun,
  isExample: study.isExample,
  scenarioName: study.scenarioName,
  scenarioTitle: study.scenarioTitle,
  scenarioId: study.scenarioId,
  isScenarioDeleted: study.isScenarioDeleted,
  scenarioVersion: study.scenarioVersion,
  createdAt: study.createdAt.toISOString(),
  record: study.record,
  arms: study.arms.map(({ number, name, parameters }) => ({ number, name, parameters })),
  runs: runs.filter((run) => !isFork(run)).map((run) => toRunSummary(run, now)),
  forks: runs.filter(isFork).map((run) => toRunSummary(run, now)),
});
