import type pg from "pg";
import type { RunRecord, RunStore, Transition } from "@/lib/services/runs/ports";
import { scenario as scenarioSchema } from "@/lib/domain/scenario";
import { storableText } from "@/lib/domain/text/storable-text";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";
import { notifyRunChanged } from "./run-changes";
import { shareInTick } from "./share-in-tick";
import { RUN_QUERY, toRunRecord, type RunRow } from "./run-row";

/** Own runs of a study in the order of its design, each followed by its forks, the oldest first. */
const DESIGN_ORDER = "a.number, r.replicate, r.fork_version IS NOT NULL, r.created_at, r.id";

type Client = Pick<pg.Pool, "query">;

const selectRuns = async (
  client: Client,
  where: string,
  values: readonly unknown[],
): Promise<RunRecord[]> =>
  (await client.query<RunRow>(`${RUN_QUERY} ${where}`, [...values])).rows.map(toRunRecord);

/** Returns the runs of a study in the order of its design. */
export const selectStudyRuns = (client: Client, studyId: string): Promise<RunRecord[]> =>
  selectRuns(client, `WHERE r.study_id = $1 ORDER BY ${DESIGN_ORDER}`, [studyId]);

/** Runs and scenario versions in Postgres. */
export function runStore(database: Database): RunStore {
  const { prisma, pool } = database;

  const select = (where: string, values: readonly unknown[]): Promise<RunRecord[]> =>
    selectRuns(pool, where, values);

  // Named, so that each connection plans this join of seven tables only at first: every request
  // about a run reads it.
  const get = shareInTick(async (runId): Promise<RunRecord | null> => {
    const { rows } = await pool.query<RunRow>({
      name: "run",
      text: `${RUN_QUERY} WHERE r.id = $1`,
      values: [runId],
    });
    return rows[0] ? toRunRecord(rows[0]) : null;
  });

  return {
    get,
    listForProject: (projectId) =>
      select(`WHERE s.project_id = $1 ORDER BY s.created_at DESC, s.id, ${DESIGN_ORDER}`, [
        projectId,
      ]),
    listForStudy: (studyId) => selectStudyRuns(pool, studyId),
    listForScenarioVersion: (versionId) =>
      select(`WHERE s.scenario_version_id = $1 ORDER BY s.created_at DESC, s.id, ${DESIGN_ORDER}`, [
        versionId,
      ]),
    unsettled: () => select("WHERE r.status IN ('queued', 'running') ORDER BY r.created_at", []),
    dueForRetry: () =>
      select(
        `WHERE r.status = 'paused' AND r.resume_at <= now() AT TIME ZONE 'UTC'
           ORDER BY r.resume_at`,
        [],
      ),

    async scenario(scenarioVersionId) {
      const version = await prisma.scenarioVersion.findUniqueOrThrow({
        where: { id: scenarioVersionId },
      });
      // Parsing validates the stored document; the document itself stays as its author wrote it.
      scenarioSchema.parse(version.document);
      return { document: version.document as never, hash: version.hash, number: version.number };
    },

    async transition(runId: string, change: Transition) {
      const isChanged = await inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE run SET
           status = $3::run_status,
           status_reason = $4,
           pause_cause = $7,
           resume_at = $8::timestamptz AT TIME ZONE 'UTC',
           resume_tries = coalesce($9, resume_tries),
           epoch = epoch + $5,
           step_planned = coalesce($10, step_planned),
           active_ms = active_ms + CASE WHEN active_since IS NULL THEN 0 ELSE (extract(epoch
             FROM now() - active_since) * 1000)::bigint END,
           active_since = CASE WHEN $3 = 'running' THEN now() ELSE NULL END,
           heartbeat_at = now(),
           started_at = CASE WHEN $3 = 'running' THEN coalesce(started_at, now()) ELSE started_at
             END,
           finished_at = CASE WHEN $3 IN ('cancelled', 'failed') THEN now() ELSE NULL END
         WHERE id = $1 AND status = ANY($2::run_status[]) AND ($6::int IS NULL OR epoch = $6)`,
          [
            runId,
            change.from,
            change.to,
            typeof change.reason === "string" ? storableText(change.reason) : null,
            change.newEpoch ? 1 : 0,
            change.epoch ?? null,
            change.cause ?? null,
            change.resumeAt ?? null,
            change.resumeTries ?? null,
            change.stepPlanned ?? null,
          ],
        );
        if (rowCount === 0) return false;
        if (change.audit) await writeAudit(client, change.audit, runId);
        await notifyRunChanged(client, runId);
        return true;
      });
      return isChanged ? get(runId) : null;
    },
  };
}
