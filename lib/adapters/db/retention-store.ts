import type pg from "pg";
import type { RetentionSettings } from "@/lib/contracts/retention";
import type {
  ChunkPosition,
  DueRun,
  DueStudy,
  PromptTable,
  RetentionStore,
  Upcoming,
} from "@/lib/services/retention/ports";
import { writeAudit } from "./audit-store";
import { inTransaction, type Database } from "./database";
import { tryExclusively } from "./exclusive-lock";
import { ENVELOPE_HASH } from "./shared-texts";
import { VISIBLE_RUN, VISIBLE_STUDY } from "./visible";

/** Rows that one statement looks at: some hundred milliseconds of work. */
const ROWS_PER_CHUNK = 5_000;
/** Things that one call deletes at most; the next call continues. */
const MAX_DUE = 1_000;
const RETENTION_LOCK = "retention";

/** A study `s` without active runs, or runs that the program resumes by itself. */
export const IDLE_STUDY = `NOT EXISTS (SELECT FROM run active WHERE active.study_id = s.id
  AND active.deleted_at IS NULL
  AND (active.status IN ('queued', 'running') OR active.resume_at IS NOT NULL))`;

const ARCHIVED_AT = "(s.archived_at AT TIME ZONE 'UTC')";
const DUE_STUDY = `s.archived_at IS NOT NULL AND ${VISIBLE_STUDY} AND ${IDLE_STUDY}`;

const FINISHED_AT = "(r.finished_at AT TIME ZONE 'UTC')";
/** A run `r` that only a person can make active again. */
const OVER = "r.status IN ('completed', 'cancelled', 'failed') AND r.finished_at IS NOT NULL";
const DUE_RUN = `${OVER} AND ${VISIBLE_RUN}`;
const UNTIL = "coalesce(r.prompts_purged_until, '-infinity')";

/**
 * The runs `r` of studies `s` with prompts, each with since when they wait: since the end of the
 * run, or of a poll or an interview after its prompts were deleted.
 */
const WAITING = `(
    SELECT r.id, r.key, s.project_id, ${FINISHED_AT} AS since
    FROM run r JOIN study s ON s.id = r.study_id
    WHERE ${DUE_RUN} AND ${FINISHED_AT} > ${UNTIL}
    UNION ALL
    SELECT r.id, r.key, s.project_id, l.finished_at AT TIME ZONE 'UTC'
    FROM poll l JOIN run r ON r.key = l.run JOIN study s ON s.id = r.study_id
    WHERE ${DUE_RUN} AND l.finished_at AT TIME ZONE 'UTC' > r.prompts_purged_until
    UNION ALL
    SELECT r.id, r.key, s.project_id, m.created_at AT TIME ZONE 'UTC'
    FROM interview_message m JOIN run r ON r.key = m.run JOIN study s ON s.id = r.study_id
    WHERE ${DUE_RUN} AND m.created_at AT TIME ZONE 'UTC' > r.prompts_purged_until
  )`;

const ago = (days: string): string => `make_interval(hours => 24 * ${days})`;

type SettingsRow = { retain_studies_days: number | null; retain_prompts_days: number | null };

const toSettings = (row: SettingsRow | undefined): RetentionSettings => ({
  archivedStudyDays: row?.retain_studies_days ?? null,
  promptDays: row?.retain_prompts_days ?? null,
});

const SELECT_SETTINGS = `SELECT retain_studies_days, retain_prompts_days FROM project
  WHERE id = $1`;

/** What projects delete by themselves, and the deletion of prompts and raw answers. */
export function retentionStore({ pool }: Database): RetentionStore {
  return {
    async settings(projectId) {
      const { rows } = await pool.query<SettingsRow>(SELECT_SETTINGS, [projectId]);
      return toSettings(rows[0]);
    },

    change: (projectId, { archivedStudyDays, promptDays }, audit) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<SettingsRow>(`${SELECT_SETTINGS} FOR UPDATE`, [
          projectId,
        ]);
        await client.query(
          "UPDATE project SET retain_studies_days = $2, retain_prompts_days = $3 WHERE id = $1",
          [projectId, archivedStudyDays, promptDays],
        );
        await writeAudit(client, audit(toSettings(rows[0])), projectId);
      }),

    async countDue(projectId, { archived, finished }) {
      const { rows } = await pool.query<{ studies: number; runs: number }>(
        `SELECT (SELECT count(*)::int FROM study s WHERE s.project_id = $1 AND ${DUE_STUDY}
             AND ${ARCHIVED_AT} <= $2) AS studies,
           (SELECT count(DISTINCT w.id)::int FROM ${WAITING} w WHERE w.project_id = $1
             AND w.since <= $3) AS runs`,
        [projectId, archived, finished],
      );
      return rows[0] ?? { studies: 0, runs: 0 };
    },

    async upcoming(projectId) {
      const studies = `SELECT s.id, ${ARCHIVED_AT} AS since FROM study s
        WHERE s.project_id = $1 AND ${DUE_STUDY}`;
      const runs = `SELECT w.id, min(w.since) AS since FROM ${WAITING} w WHERE w.project_id = $1
        GROUP BY w.id`;
      return {
        studies: await firstOf(pool, studies, projectId),
        runs: await firstOf(pool, runs, projectId),
      };
    },

    exclusively: (work) => tryExclusively(pool, RETENTION_LOCK, work),

    async dueStudies(now) {
      const { rows } = await pool.query<Omit<DueStudy, "kind" | "within">>(
        `SELECT s.id, s.name, s.project_id AS "projectId",
           $1::timestamptz - ${ago("p.retain_studies_days")} AS cutoff
         FROM project p JOIN study s ON s.project_id = p.id
         WHERE p.retain_studies_days IS NOT NULL AND ${DUE_STUDY}
           AND ${ARCHIVED_AT} <= $1::timestamptz - ${ago("p.retain_studies_days")}
         ORDER BY s.archived_at, s.id LIMIT ${MAX_DUE}`,
        [now],
      );
      return rows.map((row) => ({ ...row, kind: "study", within: null }));
    },

    async dueRuns(now) {
      const { rows: projects } = await pool.query(
        "SELECT FROM project WHERE retain_prompts_days IS NOT NULL LIMIT 1",
      );
      if (projects.length === 0) return [];
      const { rows } = await pool.query<DueRun>(
        `SELECT w.id, w.key, w.project_id AS "projectId",
           $1::timestamptz - ${ago("p.retain_prompts_days")} AS cutoff
         FROM project p JOIN ${WAITING} w ON w.project_id = p.id
         WHERE p.retain_prompts_days IS NOT NULL
           AND w.since <= $1::timestamptz - ${ago("p.retain_prompts_days")}
         GROUP BY w.id, w.key, w.project_id, p.retain_prompts_days
         ORDER BY min(w.since), w.id LIMIT ${MAX_DUE}`,
        [now],
      );
      return rows;
    },

    async beginPrompts({ key, cutoff }, now) {
      const { rowCount } = await pool.query(
        `UPDATE run r SET prompts_deleted_at = $3
         WHERE r.key = $1 AND ${OVER} AND ${FINISHED_AT} <= $2`,
        [key, cutoff, now],
      );
      return rowCount === 1;
    },

    deletePrompts: (run, table, after) => DELETE[table](pool, run, after),

    finishPrompts: ({ id, key, cutoff }, audit) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE run r SET prompts_purged_until = $2
           WHERE r.key = $1 AND ${OVER} AND ${FINISHED_AT} <= $2`,
          [key, cutoff],
        );
        if (rowCount === 1) await writeAudit(client, audit, id);
      }),
  };
}

/** The earliest of the rows of a query with `since`, and how many follow within a day. */
async function firstOf(pool: pg.Pool, query: string, projectId: string): Promise<Upcoming> {
  const { rows } = await pool.query<{ since: Date | null; count: number }>(
    `WITH waiting AS (${query}), first AS (SELECT min(since) AS since FROM waiting)
     SELECT first.since, (SELECT count(*)::int FROM waiting w
       WHERE w.since < first.since + interval '24 hours') AS count FROM first`,
    [projectId],
  );
  const { since = null, count = 0 } = rows[0] ?? {};
  return since === null ? null : { since, count };
}

type DeleteChunk = (
  pool: pg.Pool,
  run: DueRun,
  after: ChunkPosition | null,
) => Promise<ChunkPosition | null>;

/**
 * Asks for another chunk until none is left, where the statement passes over finished rows by
 * itself, and so needs no position.
 */
const repeatWhileFound = (rowCount: number | null): ChunkPosition | null =>
  (rowCount ?? 0) > 0 ? { version: 0, seq: 0 } : null;

/** Whether the run ($1) is still over since the cutoff ($2): one that was resumed keeps all. */
const STILL_OVER = `EXISTS (SELECT FROM run r WHERE r.key = $1 AND ${OVER}
  AND ${FINISHED_AT} <= $2)`;

/**
 * Shared texts that answers to polls and interviews after the cutoff still refer to. The decisions
 * of the run refer to none any more.
 */
const POLLS = `poll_answer a JOIN poll l ON l.id = a.poll_id WHERE l.run = $1`;
const MESSAGES = "interview_message m WHERE m.run = $1";
const RETAINED: Readonly<Record<"prompt_head" | "request_envelope", string>> = {
  prompt_head: `SELECT a.head FROM ${POLLS} AND a.head IS NOT NULL
    UNION SELECT m.head FROM ${MESSAGES} AND m.head IS NOT NULL
    UNION SELECT shared.hash FROM interview_message m, unnest(m.messages) AS shared(hash)
      WHERE m.run = $1 AND shared.hash IS NOT NULL`,
  request_envelope: `SELECT ${ENVELOPE_HASH("a")} FROM ${POLLS} AND a.envelope IS NOT NULL
    UNION SELECT ${ENVELOPE_HASH("m")} FROM ${MESSAGES} AND m.envelope IS NOT NULL`,
};

/**
 * Deletes shared texts that nothing refers to. The lock keeps the run from being resumed, and polls
 * and interviews from referring to a text that goes.
 */
const deleteShared =
  (table: "prompt_head" | "request_envelope"): DeleteChunk =>
  (pool, { key, cutoff }) =>
    inTransaction(pool, async (client) => {
      const { rowCount: isOver } = await client.query(
        `SELECT FROM run r WHERE r.key = $1 AND ${OVER} AND ${FINISHED_AT} <= $2 FOR UPDATE`,
        [key, cutoff],
      );
      if (isOver !== 1) return null;
      const { rowCount } = await client.query(
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE run = $1
           AND hash NOT IN (${RETAINED[table]}) LIMIT ${ROWS_PER_CHUNK}))`,
        [key],
      );
      return repeatWhileFound(rowCount);
    });

const NO_CALL =
  "prompt = NULL, raw = NULL, head = NULL, envelope = NULL, seed = NULL, earlier = NULL";
const HAS_CALL = (row: string): string =>
  `(${["prompt", "raw", "head", "envelope", "seed", "earlier"]
    .map((column) => `${row}.${column} IS NOT NULL`)
    .join(" OR ")})`;

const DELETE: Readonly<Record<PromptTable, DeleteChunk>> = {
  /** In the order of its key: rows that are done are passed over once. */
  async decision(pool, { key, cutoff }, after) {
    const { rows } = await pool.query<ChunkPosition>(
      `WITH chunk AS MATERIALIZED (SELECT version, seq FROM decision WHERE run = $1
           AND (version, seq) > ($3::int, $4::int) AND ${STILL_OVER}
           ORDER BY version, seq LIMIT ${ROWS_PER_CHUNK}),
         done AS (UPDATE decision d SET ${NO_CALL}, request = NULL FROM chunk
           WHERE d.run = $1 AND d.version = chunk.version AND d.seq = chunk.seq
             AND (${HAS_CALL("d")} OR d.request IS NOT NULL))
       SELECT version, seq FROM chunk ORDER BY version DESC, seq DESC LIMIT 1`,
      [key, cutoff, after?.version ?? -1, after?.seq ?? -1],
    );
    return rows[0] ?? null;
  },

  async poll_answer(pool, { key, cutoff }) {
    const { rowCount } = await pool.query(
      `UPDATE poll_answer SET ${NO_CALL} WHERE ctid = ANY(ARRAY(SELECT a.ctid FROM ${POLLS}
         AND l.finished_at AT TIME ZONE 'UTC' <= $2 AND ${HAS_CALL("a")} AND ${STILL_OVER}
         LIMIT ${ROWS_PER_CHUNK}))`,
      [key, cutoff],
    );
    return repeatWhileFound(rowCount);
  },

  /** What was said stays: only the request goes. */
  async interview_message(pool, { key, cutoff }) {
    const { rowCount } = await pool.query(
      `UPDATE interview_message SET head = NULL, messages = '{}', envelope = NULL, seed = NULL,
         request = NULL
       WHERE ctid = ANY(ARRAY(SELECT m.ctid FROM ${MESSAGES}
         AND m.created_at AT TIME ZONE 'UTC' <= $2 AND ${STILL_OVER}
         AND (m.head IS NOT NULL OR m.messages <> '{}' OR m.envelope IS NOT NULL
           OR m.seed IS NOT NULL OR m.request IS NOT NULL) LIMIT ${ROWS_PER_CHUNK}))`,
      [key, cutoff],
    );
    return repeatWhileFound(rowCount);
  },

  /** Failures stay, for the count of texts without an embedding; their texts go. */
  async embedding_call(pool, { key, cutoff }) {
    const { rowCount } = await pool.query(
      `DELETE FROM embedding_call WHERE ctid = ANY(ARRAY(SELECT ctid FROM embedding_call
         WHERE run = $1 AND failure IS NULL AND ${STILL_OVER} LIMIT ${ROWS_PER_CHUNK}))`,
      [key, cutoff],
    );
    return repeatWhileFound(rowCount);
  },

  prompt_head: deleteShared("prompt_head"),
  request_envelope: deleteShared("request_envelope"),
};
