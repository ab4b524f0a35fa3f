import type { RepeatStudy, StartedStudy } from "@/lib/contracts/runs";
import { AppError } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import type { InterventionStore } from "../interventions/ports";
import { findStudyRuns } from "./find-study";
import type { FindStudyPorts, StartRunPorts, StudyStore } from "./ports";
import type { RunStore } from "../runs/ports";
import { startRun } from "./start-study";

export type RepeatStudyPorts = FindStudyPorts &
  StartRunPorts & {
    readonly runs: Pick<RunStore, "scenario">;
    readonly studies: StudyStore;
    readonly interventions: Pick<InterventionStore, "applied">;
  };

/**
 * Plays a study again from its record, as a new study: the same scenario version, parameters, seeds
 * and models. Each run is answered by the record of the one it repeats, before that of others.
 * Forks, and runs that somebody intervened in, are left out: they are more than their parameters
 * and seed.
 * @throws AppError notFound; invalid when no run is left
 */
export async function repeatStudy(
  ports: RepeatStudyPorts,
  actor: Actor,
  studyId: string,
  { record, name }: RepeatStudy,
): Promise<StartedStudy> {
  const runs = await findStudyRuns(ports, actor, studyId, "run");
  const [first] = runs;
  const repeated: (typeof runs)[number][] = [];
  for (const run of runs)
    if (run.forkRound === null && (await ports.interventions.applied(run.key)).size === 0)
      repeated.push(run);
  if (repeated.length === 0)
    throw new AppError(
      "invalid",
      "Every run of this study is a fork, or had interventions while it was going: there is none that its seed and the record alone can repeat. Use “Replay” on a run to check it.",
    );
  const { document, hash } = await ports.runs.scenario(first.scenarioVersionId);
  const started = await ports.studies.createStudy({
    projectId: first.projectId,
    name: name || `${first.studyName} (from the record)`,
    createdById: actor.kind === "user" ? actor.userId : null,
    budget: first.budget,
    record,
    estimate: null,
    scenario: { name: first.scenarioName, title: first.scenarioTitle, hash, document },
    runs: repeated.map(
      ({
        key,
        condition,
        replicate,
        parameters,
        seed,
        rounds,
        datasets,
        embedderId,
        models,
        endpointId,
        model,
        isDemo,
      }) => ({
        recordOf: key,
        condition,
        replicate,
        parameters,
        seed,
        rounds,
        datasets,
        embedderId,
        models,
        endpointId,
        model,
        isDemo,
      }),
    ),
  });
  for (const runId of started.runIds) await startRun(ports, runId);
  return started;
}
