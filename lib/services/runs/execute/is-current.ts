import type { CommitJob } from "@/lib/contracts/jobs";
import type { RunRecord } from "../ports";

/** Whether a job still speaks of the present: the run is running, in the job's epoch, at the job's version. */
export const isCurrent = (run: RunRecord | null, job: CommitJob): run is RunRecord =>
  run !== null && run.status === "running" && run.epoch === job.epoch && run.version === job.version;
