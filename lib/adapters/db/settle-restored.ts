import type pg from "pg";
import type { Settled, Settlement } from "@/lib/services/backup/ports";
import { writeAudit } from "./audit-store";
import { quoteName } from "./program-tables";

/**
 * One that neither the run nor the run of that id in the present data has had, so that no job of
 * the past counts.
 */
const newEpoch = (present: string): string => `1 + greatest(run.epoch, coalesce((SELECT former.epoch
  FROM ${quoteName(present)}.run former WHERE former.id = run.id), 0))`;

/** Active runs pause, and nothing resumes by itself. */
const pauseRuns = (present: string): string => `
  WITH active AS (SELECT id FROM run WHERE status IN ('queued', 'running')),
  changed AS (
    UPDATE run SET
      epoch = ${newEpoch(present)},
      status = 'paused',
      status_reason = CASE WHEN run.id IN (SELECT id FROM active) THEN $1 ELSE status_reason END,
      pause_cause = CASE WHEN run.id IN (SELECT id FROM active) THEN 'restore' ELSE pause_cause END,
      resume_at = NULL,
      active_ms = active_ms + CASE WHEN active_since IS NULL THEN 0 ELSE greatest(0,
        extract(epoch FROM heartbeat_at - active_since) * 1000)::bigint END,
      active_since = NULL
    WHERE status IN ('queued', 'running', 'paused') RETURNING 1)
  SELECT (SELECT count(*)::int FROM active) AS runs,
    (SELECT count(*)::int FROM changed) AS changed`;

const newEpochOfFailed = (present: string): string =>
  `UPDATE run SET epoch = ${newEpoch(present)} WHERE status = 'failed'`;

const STOP_POLLS = `UPDATE poll SET status = 'failed', problem = $1,
  finished_at = (now() AT TIME ZONE 'UTC') WHERE status = 'running'`;

/** Within the transaction of a restore: nothing of the restored data goes on by itself. */
export async function settleRestored(
  client: pg.Client,
  {
    present,
    runReason,
    pollProblem,
    audit,
  }: Omit<Settlement, "sequences"> & {
    /** The schema of the present data. */
    readonly present: string;
  },
): Promise<Omit<Settled, "migrated">> {
  const paused = await client.query<{ runs: number }>(pauseRuns(present), [runReason]);
  await client.query(newEpochOfFailed(present));
  const { rowCount: stoppedPolls } = await client.query(STOP_POLLS, [pollProblem]);
  const keys = await client.query<{ keys: number }>(
    "SELECT count(*)::int AS keys FROM endpoint WHERE key_cipher IS NOT NULL",
  );
  await writeAudit(client, audit, "backup");
  return {
    pausedRuns: paused.rows[0]?.runs ?? 0,
    stoppedPolls: stoppedPolls ?? 0,
    keys: keys.rows[0]?.keys ?? 0,
  };
}
