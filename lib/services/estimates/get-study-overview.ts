import type { StudyOverview } from "@/lib/contracts/study-overview";
import type { Actor } from "@/lib/domain/access";
import { hasPermission } from "../access/require-permission";
import { isFork } from "../runs/ports";
import { toStudyBudget } from "../studies/change-budget";
import { findStudy } from "../studies/find-study";
import { toStudySummary } from "../studies/list-studies";
import type { FindStudyPorts } from "../studies/ports";
import { compareWithEstimate, type ComparisonPorts } from "./get-actual";
import type { StudySnapshots } from "./ports";

export type StudyOverviewPorts = FindStudyPorts &
  ComparisonPorts & { readonly snapshots: StudySnapshots };

/**
 * Returns a study with its budget, progress and use, all of one moment: the figures of a page agree
 * with each other.
 * @throws AppError notFound
 */
export async function getStudyOverview(
  ports: StudyOverviewPorts,
  actor: Actor,
  studyId: string,
): Promise<StudyOverview> {
  const study = await findStudy(ports, actor, studyId, "read");
  const { projectId } = study;
  const mayRun = await hasPermission(ports.members, { actor, projectId, permission: "run" });
  const { runs, budget } = await ports.snapshots.read(study.id);
  const now = ports.clock.now();
  return {
    version: runs.reduce((sum, { version, decisions }) => sum + version + decisions, 0),
    study: toStudySummary(study, runs, { now, mayRun }),
    budget: toStudyBudget(budget),
    use: await compareWithEstimate(ports, {
      studyId: study.id,
      runs: runs.filter((run) => !isFork(run)),
      now,
    }),
  };
}
