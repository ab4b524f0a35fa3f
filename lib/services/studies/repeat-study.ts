import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { AppError } from "@/lib/contracts/errors";
import type { RepeatStudy, StartedStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import type { Log } from "../environment/ports";
import type { InterventionStore } from "../interventions/ports";
import { isFork, type RunRecord, type RunStore } from "../runs/ports";
import { findStudy } from "./find-study";
import type { FindStudyPorts, NewRun, StartRunPorts, StudyStore } from "./ports";
import { startRuns } from "./start-study";

export type RepeatStudyPorts = FindStudyPorts &
  StartRunPorts & {
    readonly runs: Pick<RunStore, "listForStudy" | "scenario">;
    readonly studies: Pick<StudyStore, "create">;
    readonly interventions: Pick<InterventionStore, "applied">;
    readonly log: Log;
  };

/**
 * Repeats a study from its record, as a new study: the same scenario version, arms, seeds and
 * models. Each run is answered by the record of the one it repeats, before that of others. Forks
 * and runs with live interventions are left out: parameters and seed do not determine them.
 * @throws AppError notFound; invalid when no run is left; conflict when recorded answers that it
 *   would be made of only were deleted by retention
 */
export async function repeatStudy(
  ports: RepeatStudyPorts,
  actor: Actor,
  studyId: string,
  { record, name }: RepeatStudy,
): Promise<StartedStudy> {
  const study = await findStudy(ports, actor, studyId, "run");
  const repeated: RunRecord[] = [];
  for (const run of await ports.runs.listForStudy(studyId))
    if (!isFork(run) && (await ports.interventions.applied(run.key)).size === 0) repeated.push(run);
  if (repeated.length === 0)
    throw new AppError(
      "invalid",
      "No run of this study can be repeated: all are forks or had live interventions. " +
        "Use “Replay” on a run to verify it.",
    );
  if (record === "only") requirePrompts(repeated);
  const { document, hash } = await ports.runs.scenario(study.scenarioVersionId);
  const started = await ports.studies.create({
    projectId: study.projectId,
    name: name || `${study.name} (recorded answers)`,
    isExample: false,
    createdById: actor.kind === "user" ? actor.userId : null,
    budget: study.budget,
    record,
    // What happened then happens again: there is nothing to pause for.
    failures: { ...study.failures, pauseAfter: null },
    estimate: null,
    scenario: { name: study.scenarioName, title: study.scenarioTitle, hash, document },
    arms: study.arms.flatMap((arm) => {
      const runs = repeated.filter((run) => run.arm.id === arm.id);
      return runs.length === 0
        ? []
        : [{ name: arm.name, parameters: arm.parameters, runs: runs.map(repeatRun) }];
    }),
    audit: auditEntry(actor, "study.repeat", {
      projectId: study.projectId,
      after: { of: studyId, record, runs: repeated.length },
    }),
  });
  await startRuns(ports, started.runIds);
  return started;
}

/** Recorded answers are found by their prompts. */
function requirePrompts(repeated: readonly RunRecord[]): void {
  const [first, ...others] = repeated.flatMap(({ promptsDeletedAt }) => promptsDeletedAt ?? []);
  if (first === undefined) return;
  const count = others.length + 1;
  throw new AppError(
    "conflict",
    `The prompts and raw answers of ${String(count)} of its ${String(repeated.length)} runs were ` +
      `deleted by retention on ${first.toISOString().slice(0, 10)}, so that they cannot be ` +
      "repeated from recorded answers only. Nothing was started. Use “Replay” on a run to verify " +
      "it.",
  );
}

const repeatRun = ({
  key,
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
}: RunRecord): NewRun => ({
  recordOf: key,
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
});
