import type { RunSummary, StudySummary } from "@/lib/contracts/runs";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import { homeProject } from "../projects/home-project";
import { toSummary } from "../runs/to-progress";
import type { RunRecord, RunStore } from "../runs/ports";
import type { MembershipStore } from "../access/ports";
import type { Clock } from "../environment/ports";
import type { ProjectStore } from "../projects/ports";
import type { FindStudyPorts } from "./ports";

export type GetStudyPorts = FindStudyPorts & { readonly clock: Clock };

export type ListStudiesPorts = {
  readonly runs: Pick<RunStore, "listForProject">;
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly clock: Clock;
};

/** The studies of the actor's project, newest first. */
export async function listStudies(ports: ListStudiesPorts, actor: Actor): Promise<StudySummary[]> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, actor, project.id, "read", "project");
  return groupByStudy(ports, await ports.runs.listForProject(project.id));
}

/**
 * One study with its runs.
 * @throws AppError notFound
 */
export async function getStudy(
  ports: GetStudyPorts,
  actor: Actor,
  studyId: string,
): Promise<StudySummary> {
  const runs = isUuid(studyId) ? await ports.runs.listForStudy(studyId) : [];
  const first = runs[0];
  if (!first) throw notFound("study");
  await requirePermission(ports.members, actor, first.projectId, "read", "study");
  const [study] = await groupByStudy(ports, runs);
  if (!study) throw notFound("study");
  return study;
}

async function groupByStudy(
  ports: { readonly clock: Clock },
  runs: readonly RunRecord[],
): Promise<StudySummary[]> {
  const studies = new Map<string, StudySummary>();
  for (const run of runs) {
    const summary = toSummary(run, ports.clock.now());
    const study = studies.get(run.studyId) ?? newStudy(summary, run);
    study.runs.push(summary);
    studies.set(run.studyId, study);
  }
  for (const study of studies.values()) study.runs.sort((a, b) => a.replicate - b.replicate);
  return [...studies.values()];
}

const newStudy = (run: RunSummary, { record }: Pick<RunRecord, "record">): StudySummary => ({
  id: run.studyId,
  name: run.studyName,
  scenarioName: run.scenarioName,
  scenarioTitle: run.scenarioTitle,
  createdAt: run.createdAt,
  record,
  runs: [],
});
