import type { CommitJob } from "@/lib/contracts/jobs";
import type { RunRecord } from "../runs/ports";

/** Whether the run is running, in the same epoch. */
export const isActiveEpoch = (
  run: RunRecord | null,
  { epoch }: Pick<CommitJob, "epoch">,
): run is RunRecord => run !== null && run.status === "running" && run.epoch === epoch;

/** Whether a job is current: the run is active, at the job's version. */
export const isCurrentJob = (run: RunRecord | null, job: CommitJob): run is RunRecord =>
  isActiveEpoch(run, job) && run.version === job.version;
