import { FAILURE_REASONS } from "@/lib/domain/answers";
import type { RecordedDecision } from "@/lib/domain/decision";
import { isSettled, type StopCause } from "@/lib/domain/run";
import type { Log } from "../environment/ports";
import type { RunRecord, RunStore } from "../runs/ports";

type StopPorts = {
  readonly runs: Pick<RunStore, "transition">;
  readonly log: Log;
};

type Pause = { readonly cause: StopCause; readonly resumeAt?: Date };

/** Pauses a run that cannot continue now, with the reason on its page. Recorded decisions stay. */
export async function pauseRun(
  ports: StopPorts,
  run: Pick<RunRecord, "id" | "epoch">,
  {
    reason,
    pause = { cause: "endpoint" },
  }: {
    readonly reason: string;
    readonly pause?: Pause;
  },
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
      level: "warning",
      run: run.id,
      version: paused.version,
      reason,
      resumeAt: paused.resumeAt?.toISOString() ?? null,
    });
}

/** Pauses a run after as many decisions without an answer as its study allows. */
export async function pauseForFailures(
  ports: StopPorts,
  run: Pick<RunRecord, "id" | "epoch">,
  {
    total,
    decisions,
  }: {
    /** All of the run so far. */
    readonly total: number;
    readonly decisions: readonly Pick<RecordedDecision, "agent" | "reason" | "message">[];
  },
): Promise<void> {
  const last = decisions.findLast(
    ({ reason }) => reason !== null && FAILURE_REASONS.includes(reason),
  );
  const count = total === 1 ? "One decision has" : `${total.toLocaleString("en")} decisions have`;
  await pauseRun(ports, run, {
    reason:
      `${count} no answer that could be read; the study pauses the run for such decisions. ` +
      `The last one is that of ${last?.agent ?? "an agent"}: ${last?.message ?? ""}`,
    pause: { cause: "failures" },
  });
}

/** Pauses every active run of a study. */
export async function pauseStudyRuns(
  ports: StopPorts & { readonly runs: Pick<RunStore, "listForStudy"> },
  { studyId }: Pick<RunRecord, "studyId">,
  {
    reason,
    cause,
  }: {
    readonly reason: string;
    readonly cause: StopCause;
  },
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
    if (paused)
      ports.log("run paused", {
        level: "warning",
        run: run.id,
        version: paused.version,
        reason,
      });
  }
}

/**
 * Ends a run with the reason on its page. Committed steps stay; the run can be resumed once the
 * cause is removed.
 */
export async function failRun(
  ports: StopPorts,
  run: Pick<RunRecord, "id" | "epoch">,
  {
    reason,
    cause,
  }: {
    readonly reason: string;
    readonly cause: Extract<StopCause, "scenario" | "unexpected">;
  },
): Promise<void> {
  const failed = await ports.runs.transition(run.id, {
    from: ["queued", "running"],
    to: "failed",
    reason,
    cause,
    epoch: run.epoch,
    newEpoch: true,
  });
  if (failed)
    ports.log("run failed", { level: "error", run: run.id, version: failed.version, reason });
}

/** Fails a run one of whose jobs failed for good, for an unexpected reason. */
export const failRunUnexpectedly = (
  ports: StopPorts,
  { runId, epoch }: { readonly runId: string; readonly epoch: number },
  error: Error,
): Promise<void> =>
  failRun(
    ports,
    { id: runId, epoch },
    {
      reason:
        `An unexpected error stopped this run: ${error.message}. ` +
        "All decisions so far are kept. Resume to try again.",
      cause: "unexpected",
    },
  );
