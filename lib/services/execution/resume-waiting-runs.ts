import { modelGroups } from "@/lib/domain/scenario";
import { EndpointFailure, type ModelGroup, type ModelPool } from "../models/ports";
import { resolveEmbedderTarget } from "../memory/embedder";
import { enqueueCurrentStep } from "../dispatch/enqueue-current-step";
import { resolveModels, type ResolveModelsPorts } from "./resolve-models";
import type { DispatchPorts } from "../dispatch/ports";
import type { Clock, Log } from "../environment/ports";
import type { RunRecord, RunStore } from "../runs/ports";
import type { ScenarioVersions } from "../scenarios/scenario-versions";
import { nextRetryAt } from "./retry-schedule";

export type ResumePorts = DispatchPorts &
  ResolveModelsPorts & {
    readonly runs: Pick<RunStore, "dueForRetry" | "transition">;
    readonly scenarios: ScenarioVersions;
    readonly pool: Pick<ModelPool, "check" | "embed">;
    readonly clock: Clock;
    readonly log: Log;
  };

/** Maximum number of endpoints checked per group. */
const MAX_CHECKS = 3;

/**
 * Checks the runs that wait for an endpoint and whose retry is due. Resumes a run when one endpoint
 * of each group it needs answers a small call; else it waits on, longer. One process at a time
 * checks a run.
 * @returns the number of resumed runs
 */
export async function resumeWaitingRuns(ports: ResumePorts): Promise<number> {
  const due = await ports.runs.dueForRetry();
  const resumed = await Promise.all(due.map((run) => retryRun(ports, run)));
  return resumed.filter(Boolean).length;
}

async function retryRun(ports: ResumePorts, run: RunRecord): Promise<boolean> {
  const tries = run.resumeTries + 1;
  // The new epoch admits one process, and none once a person has changed the run.
  const mine = await ports.runs.transition(run.id, {
    from: ["paused"],
    to: "paused",
    epoch: run.epoch,
    newEpoch: true,
    reason: run.statusReason,
    cause: run.pauseCause,
    resumeAt: nextRetryAt(ports.clock.now(), tries),
    resumeTries: tries,
  });
  if (!mine) return false;
  try {
    await requireModelsServing(ports, mine);
  } catch (error) {
    ports.log("run still waits for an endpoint", {
      level: "warning",
      run: run.id,
      tries,
      error: error instanceof Error ? error.message : String(error),
    });
    return false;
  }
  const running = await ports.runs.transition(mine.id, {
    from: ["paused"],
    to: "running",
    epoch: mine.epoch,
    newEpoch: true,
  });
  if (!running) return false;
  ports.log("run resumed", { run: run.id, tries });
  await enqueueCurrentStep(ports, running);
  return true;
}

/**
 * Checks that an endpoint serves each group.
 * @throws EndpointFailure, or AppError of its settings, where a group has none
 */
async function requireModelsServing(ports: ResumePorts, run: RunRecord): Promise<void> {
  const models = await resolveModels(ports, run);
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const groups = new Map(
    modelGroups(scenario)
      .map(({ group }) => models.forGroup(group))
      .map((group) => [group.targets.map(({ endpointId }) => endpointId).join(), group]),
  );
  for (const group of groups.values()) await requireOneServing(ports, group);
  if (run.embedderId !== null)
    await ports.pool.embed(await resolveEmbedderTarget(ports, run.embedderId), ["ok"]);
}

async function requireOneServing({ pool }: ResumePorts, { targets }: ModelGroup): Promise<void> {
  let last: unknown;
  for (const target of targets.slice(0, MAX_CHECKS)) {
    try {
      return await pool.check(target);
    } catch (error) {
      if (!(error instanceof EndpointFailure)) throw error;
      last = error;
    }
  }
  throw last;
}
