import { isSettled } from "@/lib/domain/run";
import type { StopCause } from "@/lib/domain/run";
import type { RunRecord, RunStore } from "../runs/ports";
import type { Log } from "../environment/ports";

type Ports = {
  readonly runs: Pick<RunStore, "transition" | "listForStudy">;
  readonly log: Log;
};

type Pause = { readonly cause: StopCause; readonly resumeAt?: Date };

/**
 * Pauses a run that cannot go on now, with the reason on its page. What was decided stays recorded.
 */
export async function pauseRun(
  ports: Ports,
  run: Pick<RunRecord, "id" | "epoch">,
  reason: string,
  pause: Pause = { cause: "endpoint" },
): Promise<void> {
  const paused = await ports.runs.transition(run.id, {
    from: ["running"],
    to: "paused",
    reason,
    ...pause,
    epoch: run.epoch,
    newEpoch: true,
  });
  if (paused)
    ports.log("run paused", {
      run: run.id,
      version: paused.version,
      reason,
      resumeAt: paused.resumeAt?.toISOString() ?? null,
    });
}

/** Pauses every run of a study that is going. */
export async function pauseStudyRuns(
  ports: Ports,
  { studyId }: Pick<RunRecord, "studyId">,
  reason: string,
  cause: StopCause,
): Promise<void> {
  for (const run of await ports.runs.listForStudy(studyId)) {
    if (isSettled(run.status)) continue;
    const paused = await ports.runs.transition(run.id, {
      from: ["queued", "running"],
      to: "paused",
      reason,
      cause,
      newEpoch: true,
    });
    if (paused) ports.log("run paused", { run: run.id, version: paused.version, reason });
  }
}
