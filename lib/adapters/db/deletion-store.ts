import type pg from "pg";
import { deletionKind, type DeletionKind } from "@/lib/contracts/deletions";
import { runLabel } from "@/lib/domain/run/run-label";
import { storableText } from "@/lib/domain/text/storable-text";
import type {
  DeletionStore,
  DeletionSubject,
  StoredDeletion,
  UndoOutcome,
} from "@/lib/services/deletions/ports";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";
import { IDLE_STUDY } from "./retention-store";
import { notifyRunsChanged } from "./run-changes";
import { VISIBLE_RUN, VISIBLE_STUDY } from "./visible";

/** The table of each kind. */
const TABLES: Readonly<Record<DeletionKind, string>> = {
  project: "project",
  study: "study",
  run: "run",
  scenario: "scenario",
  dataset: "dataset",
};

/** Conditions on the runs `r`, of studies `s`, that belong to a subject ($1). */
const RUNS_OF: Readonly<Record<DeletionKind, string>> = {
  project: "s.project_id = $1",
  study: "s.id = $1",
  run: "r.id = $1",
  scenario: "false AND r.id = $1",
  dataset: "false AND r.id = $1",
};

type SubjectRow = {
  project_id: string;
  name: string;
  within: string | null;
  arm_name?: string;
  arm_count?: number;
  replicate?: number;
  fork_round?: number | null;
};

const inVisibleProject = (alias: string): string =>
  `EXISTS (SELECT FROM project WHERE id = ${alias}.project_id AND deleted_at IS NULL)`;

/** What people see of a subject ($1), as long as it is not hidden. */
const FIND: Readonly<Record<DeletionKind, string>> = {
  project: `SELECT id AS project_id, name, NULL AS within FROM project
    WHERE id = $1 AND deleted_at IS NULL`,
  study: `SELECT s.project_id, s.name, NULL AS within FROM study s
    WHERE s.id = $1 AND ${VISIBLE_STUDY}`,
  run: `SELECT s.project_id, '' AS name, s.name AS within, a.name AS arm_name, r.replicate,
      r.fork_round, (SELECT count(*)::int FROM study_arm WHERE study_id = s.id) AS arm_count
    FROM run r JOIN study s ON s.id = r.study_id JOIN study_arm a ON a.id = r.arm_id
    WHERE r.id = $1 AND ${VISIBLE_RUN}`,
  scenario: `SELECT c.project_id, c.title AS name, NULL AS within FROM scenario c
    WHERE c.id = $1 AND c.deleted_at IS NULL AND ${inVisibleProject("c")}`,
  dataset: `SELECT d.project_id, d.name, NULL AS within FROM dataset d
    WHERE d.id = $1 AND d.deleted_at IS NULL AND d.archived_at IS NULL
      AND ${inVisibleProject("d")}`,
};

const toSubject = (kind: DeletionKind, id: string, row: SubjectRow): DeletionSubject => ({
  kind,
  id,
  projectId: row.project_id,
  name:
    row.arm_name === undefined
      ? row.name
      : runLabel({
          arm: { name: row.arm_name, count: row.arm_count ?? 1 },
          replicate: row.replicate ?? 1,
          forkRound: row.fork_round ?? null,
        }),
  within: row.within,
});

type DeletionRow = {
  id: string;
  kind: string;
  subject_id: string;
  project_id: string;
  name: string;
  within: string | null;
  deleted_by: string | null;
  reason: string | null;
  deleted_at: Date;
  purge_at: Date;
  started_at: Date | null;
};

/** Deletions `d` that are not complete. */
export const SELECT_DELETION = `SELECT d.id, d.kind, d.subject_id, d.project_id, d.name, d.within,
    u.name AS deleted_by, d.reason, d.deleted_at, d.purge_at, d.started_at
  FROM deletion d LEFT JOIN "user" u ON u.id = d.deleted_by WHERE d.purged_at IS NULL`;

export const toStoredDeletion = (row: DeletionRow): StoredDeletion => ({
  deletionId: row.id,
  kind: deletionKind.parse(row.kind),
  id: row.subject_id,
  projectId: row.project_id,
  name: row.name,
  within: row.within,
  deletedBy: row.deleted_by,
  reason: row.reason === "retention" ? "retention" : null,
  deletedAt: row.deleted_at,
  purgeAt: row.purge_at,
  startedAt: row.started_at,
});

/** Stops runs that go on or wait to; restored ones can be resumed. */
const pauseRuns = (kind: DeletionKind): string => `UPDATE run SET
    status = CASE WHEN run.status IN ('queued', 'running') THEN 'paused' ELSE run.status END,
    status_reason = $2, pause_cause = 'person', resume_at = NULL, epoch = epoch + 1,
    active_ms = active_ms + CASE WHEN active_since IS NULL THEN 0
      ELSE (extract(epoch FROM now() - active_since) * 1000)::bigint END,
    active_since = NULL, heartbeat_at = now()
  WHERE id IN (SELECT r.id FROM run r JOIN study s ON s.id = r.study_id WHERE ${RUNS_OF[kind]})
    AND (status IN ('queued', 'running') OR resume_at IS NOT NULL)`;

const failPolls = (kind: DeletionKind): string => `UPDATE poll SET status = 'failed',
    problem = $2, finished_at = now()
  WHERE status = 'running' AND run IN (SELECT r.key FROM run r JOIN study s ON s.id = r.study_id
    WHERE ${RUNS_OF[kind]})`;

const PAUSED = "Paused when it was deleted. It was restored since; resume it to go on.";
const STOPPED_POLL = "Stopped when its run was deleted. Resume to ask the others.";

/** Whether what a subject ($1) belongs to is there, and whether its name is free. */
const MAY_RETURN: Readonly<Record<DeletionKind, string>> = {
  project: "SELECT true AS visible, true AS free FROM project WHERE id = $1",
  study: `SELECT ${inVisibleProject("s")} AS visible, true AS free FROM study s WHERE s.id = $1`,
  run: `SELECT ${VISIBLE_STUDY} AS visible, true AS free
    FROM run r JOIN study s ON s.id = r.study_id WHERE r.id = $1`,
  scenario: `SELECT ${inVisibleProject("c")} AS visible, NOT EXISTS (SELECT FROM scenario other
      WHERE other.project_id = c.project_id AND other.name = c.name AND other.deleted_at IS NULL)
      AS free FROM scenario c WHERE c.id = $1`,
  dataset: `SELECT ${inVisibleProject("d")} AS visible, NOT EXISTS (SELECT FROM dataset other
      WHERE other.project_id = d.project_id AND other.name = d.name AND other.deleted_at IS NULL
        AND other.archived_at IS NULL) AS free FROM dataset d WHERE d.id = $1`,
};

/** Deletions: what is hidden, until when it can be restored, and by whom. */
export function deletionStore({ pool }: Database): DeletionStore {
  const select = async (where: string, values: readonly unknown[]): Promise<StoredDeletion[]> =>
    (await pool.query<DeletionRow>(`${SELECT_DELETION} ${where}`, [...values])).rows.map(
      toStoredDeletion,
    );

  return {
    async find(kind, id) {
      const { rows } = await pool.query<SubjectRow>(FIND[kind], [id]);
      return rows[0] ? toSubject(kind, id, rows[0]) : null;
    },

    count: (subject) => countContent(pool, subject),

    hide: (subject, { deletionId, deletedBy, deletedAt, purgeAt, retention }, audit) =>
      inTransaction(pool, async (client) => {
        const { kind, id, projectId, name, within } = subject;
        const { rowCount } = retention
          ? await client.query(
              `UPDATE study s SET deleted_at = $2 WHERE s.id = $1 AND s.deleted_at IS NULL
                 AND s.archived_at AT TIME ZONE 'UTC' <= $3 AND ${IDLE_STUDY}`,
              [id, deletedAt, retention.archivedUntil],
            )
          : await client.query(
              `UPDATE ${TABLES[kind]} SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL`,
              [id, deletedAt],
            );
        if (rowCount === 0) return false;
        await client.query(pauseRuns(kind), [id, PAUSED]);
        await client.query(failPolls(kind), [id, STOPPED_POLL]);
        await client.query(
          `INSERT INTO deletion (id, kind, subject_id, project_id, name, within, deleted_by,
             deleted_at, purge_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [
            ...[deletionId, kind, id, projectId, storableText(name), within, deletedBy],
            ...[deletedAt, purgeAt, retention ? "retention" : null],
          ],
        );
        await writeAudit(client, audit, id);
        await notifyRunsChanged(client, RUNS_OF[kind], id);
        return true;
      }),

    list: (projectId) =>
      select("AND d.project_id = $1 AND d.kind <> 'project' ORDER BY d.deleted_at DESC, d.id", [
        projectId,
      ]),

    listProjects: (userId) =>
      select(
        `AND d.kind = 'project' AND ($1::text IS NULL OR EXISTS (SELECT FROM membership m
           WHERE m.project_id = d.subject_id AND m.user_id = $1 AND m.role = 'owner'))
         ORDER BY d.deleted_at DESC, d.id`,
        [userId],
      ),

    get: async (deletionId) => (await select("AND d.id = $1", [deletionId]))[0] ?? null,

    undo: (deletionId, at, audit) =>
      inTransaction(pool, (client) => undo(client, { deletionId, at, audit })),

    hasten: (deletionId, at, audit) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ subject_id: string }>(
          `UPDATE deletion SET purge_at = least(purge_at, $2)
           WHERE id = $1 AND started_at IS NULL RETURNING subject_id`,
          [deletionId, at],
        );
        if (!rows[0]) return false;
        await writeAudit(client, audit, rows[0].subject_id);
        return true;
      }),

    async countProjects() {
      const { rows } = await pool.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM project WHERE deleted_at IS NULL",
      );
      return rows[0]?.count ?? 0;
    },
  };
}

/** The row of the deletion is the lock that a removal takes, too: one of the two comes first. */
async function undo(
  client: pg.PoolClient,
  {
    deletionId,
    at,
    audit,
  }: { readonly deletionId: string; readonly at: Date; readonly audit: AuditEntry },
): Promise<UndoOutcome> {
  const { rows } = await client.query<Pick<DeletionRow, "kind" | "subject_id" | "reason">>(
    "SELECT kind, subject_id, reason FROM deletion WHERE id = $1 AND started_at IS NULL FOR UPDATE",
    [deletionId],
  );
  if (!rows[0]) return "started";
  const kind = deletionKind.parse(rows[0].kind);
  const id = rows[0].subject_id;
  const found = await client.query<{ visible: boolean; free: boolean }>(MAY_RETURN[kind], [id]);
  const { visible = false, free = false } = found.rows[0] ?? {};
  if (!visible) return "hidden";
  if (!free) return "taken";
  await client.query(`UPDATE ${TABLES[kind]} SET deleted_at = NULL WHERE id = $1`, [id]);
  // Else it would be deleted again at once.
  if (rows[0].reason === "retention")
    await client.query(
      `UPDATE study SET archived_at = $2::timestamptz AT TIME ZONE 'UTC'
       WHERE id = $1 AND archived_at IS NOT NULL`,
      [id, at],
    );
  await client.query("DELETE FROM deletion WHERE id = $1", [deletionId]);
  await writeAudit(client, audit, id);
  await notifyRunsChanged(client, RUNS_OF[kind], id);
  return "restored";
}

async function countContent(
  pool: pg.Pool,
  { kind, id }: DeletionSubject,
): ReturnType<DeletionStore["count"]> {
  const { rows } = await pool.query<{
    studies: number;
    runs: number;
    active: number;
    decisions: string;
  }>(
    `SELECT count(DISTINCT s.id)::int AS studies, count(*)::int AS runs,
       count(*) FILTER (WHERE r.status IN ('queued', 'running'))::int AS active,
       coalesce(sum(r.decisions::bigint), 0) AS decisions
     FROM run r JOIN study s ON s.id = r.study_id WHERE ${VISIBLE_RUN} AND ${RUNS_OF[kind]}`,
    [id],
  );
  const { studies = 0, runs = 0, active = 0, decisions = "0" } = rows[0] ?? {};
  const users = USERS_OF[kind];
  const retaining = users
    ? await pool.query<{ count: number }>(
        `SELECT count(DISTINCT s.id)::int AS count ${users} AND ${VISIBLE_STUDY}`,
        [id],
      )
    : undefined;
  return {
    studies,
    runs,
    activeRuns: active,
    decisions: Number(decisions),
    retainedFor: retaining?.rows[0]?.count ?? 0,
  };
}

/** Studies `s` that use a subject ($1), and keep it. */
const USERS_OF: Readonly<Partial<Record<DeletionKind, string>>> = {
  scenario: `FROM study s JOIN scenario_version v ON v.id = s.scenario_version_id
    WHERE v.scenario_id = $1`,
  dataset: `FROM study s JOIN run r ON r.study_id = s.id, jsonb_each_text(r.datasets) AS pinned
    WHERE pinned.value = $1::text AND r.deleted_at IS NULL`,
};
