import { SYSTEM } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { newDeletion } from "../deletions/delete-subject";
import type { DeletionPorts } from "../deletions/ports";
import type { Clock, Log } from "../environment/ports";
import { PROMPT_TABLES, type DueRun, type DueStudy, type RetentionStore } from "./ports";

export type ApplyRetentionPorts = Pick<DeletionPorts, "newId"> & {
  readonly retention: RetentionStore;
  readonly deletions: Pick<DeletionPorts["deletions"], "hide">;
  readonly clock: Clock;
  readonly log: Log;
};

/** Why retention deletes something, in the audit log. */
const REASON = "retention";

/**
 * Deletes what projects do not keep any longer: archived studies, which can be restored for ten
 * minutes as after any deletion, and prompts and raw answers of finished runs, a chunk at a time.
 * Whatever ends it, the next call continues. One process at a time does this.
 * @returns the number of studies and of runs
 */
export async function applyRetention(
  ports: ApplyRetentionPorts,
  signal?: AbortSignal,
): Promise<{ readonly studies: number; readonly runs: number }> {
  const { retention, clock, log } = ports;
  const done = { studies: 0, runs: 0 };
  const attempt = async (what: string, id: string, work: () => Promise<boolean>) => {
    try {
      return (await work()) ? 1 : 0;
    } catch (error) {
      signal?.throwIfAborted();
      log("retention failed; another attempt follows", {
        [what]: id,
        error: error instanceof Error ? error.message : String(error),
      });
      return 0;
    }
  };
  const [studies, runs] = [
    await retention.dueStudies(clock.now()),
    await retention.dueRuns(clock.now()),
  ];
  if (studies.length + runs.length === 0) return done;
  await retention.exclusively(async () => {
    for (const study of studies)
      done.studies += await attempt("study", study.id, () => deleteStudy(ports, study));
    for (const run of runs)
      done.runs += await attempt("run", run.id, () => deletePrompts(ports, run, signal));
  });
  return done;
}

/** Hides an archived study, unless it is active or not archived by now. */
async function deleteStudy(ports: ApplyRetentionPorts, study: DueStudy): Promise<boolean> {
  const { id, projectId, name, cutoff } = study;
  const audit = auditEntry(SYSTEM, "study.delete", {
    projectId,
    before: { name },
    after: { reason: REASON },
  });
  const deletion = { ...newDeletion(ports, SYSTEM), retention: { archivedUntil: cutoff } };
  const isHidden = await ports.deletions.hide(study, deletion, audit);
  if (isHidden) ports.log("an archived study was deleted by retention", { study: id });
  return isHidden;
}

async function deletePrompts(
  { retention, clock, log }: ApplyRetentionPorts,
  run: DueRun,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (!(await retention.beginPrompts(run, clock.now()))) return false;
  for (const table of PROMPT_TABLES) {
    let position = await retention.deletePrompts(run, table, null);
    while (position !== null) {
      signal?.throwIfAborted();
      position = await retention.deletePrompts(run, table, position);
    }
  }
  const { id, projectId } = run;
  const audit = auditEntry(SYSTEM, "run.deletePrompts", { projectId, after: { reason: REASON } });
  await retention.finishPrompts(run, audit);
  log("prompts and raw answers were deleted by retention", { run: id });
  return true;
}
