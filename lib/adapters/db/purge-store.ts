import type pg from "pg";
import type { PurgeStore, RunToRemove } from "@/lib/services/deletions/ports";
import { writeAudit } from "./audit-store";
import { lockBudget, SPENT_BY_RUNS } from "./budget-store";
import { inTransaction, type Database } from "./database";
import { tryExclusively } from "./exclusive-lock";
import { SELECT_DELETION, toStoredDeletion } from "./deletion-store";

/** Rows that one statement deletes: some hundred milliseconds of work. */
const ROWS_PER_CHUNK = 5_000;
/** Chunks of an uploaded table hold thousands of cells each. */
const DATASET_CHUNKS = 20;

/**
 * Tables with a column `run`, and the answers to polls. A test compares this list with the
 * database: a new table of runs has to be here.
 */
export const RUN_TABLES = [
  "decision",
  "row_version",
  "memory",
  "prompt_head",
  "request_envelope",
  "embedding_call",
  "measure_value",
  "step",
  "intervention",
  "interview_message",
  "review",
  "poll_answer",
  "poll",
] as const;

const isRunTable = (table: string): table is (typeof RUN_TABLES)[number] =>
  RUN_TABLES.some((known) => known === table);

const PURGE_LOCK = "purge deletions";

type RunRow = { id: string; key: number; datasets: Record<string, string> };

const toRun = ({ id, key, datasets }: RunRow): RunToRemove => ({
  id,
  key,
  datasets: Object.values(datasets),
});

/** Whether any run began with this table. */
const isPinned = (id: string): string => `EXISTS (SELECT FROM run, jsonb_each_text(run.datasets)
  AS pinned WHERE pinned.value = ${id}::text)`;

/** Removal of deleted data, in statements that lock only the rows that go. */
export function purgeStore({ pool }: Database): PurgeStore {
  const runs = async (where: string, values: readonly unknown[]): Promise<RunToRemove[]> =>
    (
      await pool.query<RunRow>(`SELECT id, key, datasets FROM run WHERE ${where}`, [...values])
    ).rows.map(toRun);
  const ids = async (query: string, values: readonly unknown[]): Promise<string[]> =>
    (await pool.query<{ id: string }>(query, [...values])).rows.map(({ id }) => id);

  return {
    exclusively: (work) => tryExclusively(pool, PURGE_LOCK, work),

    async due(now) {
      const { rows } = await pool.query<Parameters<typeof toStoredDeletion>[0]>(
        `${SELECT_DELETION} AND (d.started_at IS NOT NULL OR d.purge_at <= $1)
         ORDER BY d.purge_at, d.id`,
        [now],
      );
      return rows.map(toStoredDeletion);
    },

    async begin(deletionId, now) {
      const { rowCount } = await pool.query(
        `UPDATE deletion SET started_at = coalesce(started_at, $2)
         WHERE id = $1 AND purged_at IS NULL`,
        [deletionId, now],
      );
      return rowCount === 1;
    },

    studiesOf: (projectId) => ids("SELECT id FROM study WHERE project_id = $1", [projectId]),
    scenariosOf: (projectId) => ids("SELECT id FROM scenario WHERE project_id = $1", [projectId]),
    datasetsOf: (projectId) => ids("SELECT id FROM dataset WHERE project_id = $1", [projectId]),
    runsOf: (studyId) => runs("study_id = $1 ORDER BY key", [studyId]),
    runWithId: async (runId) => (await runs("id = $1", [runId]))[0] ?? null,
    runTables: RUN_TABLES,

    settle: (deletionId, run) =>
      inTransaction(pool, async (client) => {
        await countAsSpent(client, run);
        await client.query(
          `UPDATE deletion SET runs = array_append(runs, $2)
           WHERE id = $1 AND NOT $2 = ANY(runs)`,
          [deletionId, run.key],
        );
      }),

    async deleteRows(run, table) {
      if (!isRunTable(table)) throw new Error(`${table} has no rows of runs`);
      const some =
        table === "poll_answer"
          ? "SELECT a.ctid FROM poll_answer a JOIN poll p ON p.id = a.poll_id WHERE p.run = $1"
          : `SELECT ctid FROM ${table} WHERE run = $1`;
      const { rowCount } = await pool.query(
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(${some} LIMIT ${ROWS_PER_CHUNK}))`,
        [run],
      );
      return (rowCount ?? 0) > 0;
    },

    async removeRun(runId) {
      await pool.query("DELETE FROM disk_use WHERE subject_id = $1", [runId]);
      await pool.query("DELETE FROM run WHERE id = $1", [runId]);
    },

    removeStudy: (studyId) => inTransaction(pool, (client) => removeStudy(client, studyId)),

    removeProject: (projectId) =>
      inTransaction(pool, async (client) => {
        // Whoever adds something to it waits here, and then finds it gone.
        await client.query("SELECT FROM project WHERE id = $1 FOR UPDATE", [projectId]);
        const { rowCount } = await client.query(
          `SELECT FROM study WHERE project_id = $1
           UNION ALL SELECT FROM dataset WHERE project_id = $1`,
          [projectId],
        );
        if ((rowCount ?? 0) > 0) return false;
        await client.query("DELETE FROM project WHERE id = $1", [projectId]);
        return true;
      }),

    removeScenario: (scenarioId) =>
      inTransaction(pool, (client) => removeUnusedVersions(client, scenarioId)),

    async deleteDatasetRows(datasetId) {
      const { rowCount } = await pool.query(
        `DELETE FROM dataset_chunk WHERE dataset_id = $1 AND NOT ${isPinned("$1")}
           AND seq IN (SELECT seq FROM dataset_chunk WHERE dataset_id = $1
             LIMIT ${DATASET_CHUNKS})`,
        [datasetId],
      );
      return (rowCount ?? 0) > 0;
    },

    async removeDataset(datasetId) {
      await pool.query(
        "UPDATE dataset SET archived_at = coalesce(archived_at, now()) WHERE id = $1",
        [datasetId],
      );
      const { rowCount } = await pool.query(
        `DELETE FROM dataset WHERE id = $1 AND NOT ${isPinned("$1")}`,
        [datasetId],
      );
      if ((rowCount ?? 0) > 0)
        await pool.query("DELETE FROM disk_use WHERE subject_id = $1", [datasetId]);
    },

    unusedDatasets: (datasetIds) =>
      ids(
        `SELECT d.id FROM dataset d WHERE d.id::text = ANY($1::text[]) AND d.archived_at IS NOT NULL
           AND NOT ${isPinned("d.id")}`,
        [datasetIds],
      ),

    finish: (deletionId, now, audit) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ subject_id: string }>(
          `UPDATE deletion SET purged_at = $2, name = '', within = NULL
           WHERE id = $1 AND purged_at IS NULL RETURNING subject_id`,
          [deletionId, now],
        );
        if (rows[0]) await writeAudit(client, audit, rows[0].subject_id);
      }),

    async finishedBefore(time) {
      const { rows } = await pool.query<{ deletionId: string; runs: number[] }>(
        `SELECT id AS "deletionId", runs FROM deletion WHERE purged_at <= $1 ORDER BY purged_at`,
        [time],
      );
      return rows;
    },

    async forget(deletionId) {
      await pool.query("DELETE FROM deletion WHERE id = $1 AND purged_at IS NOT NULL", [
        deletionId,
      ]);
    },
  };
}

/** What was spent stays spent; nothing of it is left with the run, so that it counts once. */
async function countAsSpent(client: pg.PoolClient, { id, key }: RunToRemove): Promise<void> {
  const { rows } = await client.query<{ study_id: string }>(
    "SELECT study_id FROM run WHERE id = $1",
    [id],
  );
  const studyId = rows[0]?.study_id;
  if (studyId === undefined) return;
  await lockBudget(client, studyId);
  await client.query(
    `UPDATE study SET removed_tokens = removed_tokens + spent.tokens,
       removed_money = removed_money + spent.money
     FROM (SELECT coalesce(sum(tokens), 0)::bigint AS tokens, coalesce(sum(money), 0) AS money
       FROM (${SPENT_BY_RUNS("r.id = $2")}) AS used) AS spent
     WHERE study.id = $1`,
    [studyId, id],
  );
  await client.query(
    `UPDATE run SET prompt_tokens = 0, completion_tokens = 0, embedding_tokens = 0,
       inherited_tokens = 0, cost = 0 WHERE id = $1`,
    [id],
  );
  await client.query(
    `UPDATE poll_answer SET prompt_tokens = 0, completion_tokens = 0, cost = NULL
     WHERE poll_id IN (SELECT id FROM poll WHERE run = $1)`,
    [key],
  );
  await client.query(
    `UPDATE interview_message SET prompt_tokens = 0, completion_tokens = 0, cost = NULL
     WHERE run = $1`,
    [key],
  );
}

async function removeStudy(client: pg.PoolClient, studyId: string): Promise<boolean> {
  // A fork of one of its runs waits here, and then finds the study gone.
  await client.query("SELECT FROM study WHERE id = $1 FOR UPDATE", [studyId]);
  const { rowCount } = await client.query("SELECT FROM run WHERE study_id = $1", [studyId]);
  if ((rowCount ?? 0) > 0) return false;
  await lockBudget(client, studyId);
  await client.query(
    `UPDATE project SET removed_tokens = project.removed_tokens + study.removed_tokens,
       removed_money = project.removed_money + study.removed_money
     FROM study WHERE study.id = $1 AND project.id = study.project_id`,
    [studyId],
  );
  const { rows } = await client.query<{ scenario_id: string }>(
    `DELETE FROM study USING scenario_version v
     WHERE study.id = $1 AND v.id = study.scenario_version_id RETURNING v.scenario_id`,
    [studyId],
  );
  const scenarioId = rows[0]?.scenario_id;
  if (scenarioId !== undefined) {
    // Versions of a deleted scenario stayed for its studies only.
    const { rowCount: hidden } = await client.query(
      `SELECT FROM scenario WHERE id = $1 AND deleted_at IS NOT NULL AND NOT EXISTS (SELECT
         FROM deletion WHERE subject_id = $1 AND started_at IS NULL)`,
      [scenarioId],
    );
    if ((hidden ?? 0) > 0) await removeUnusedVersions(client, scenarioId);
  }
  return true;
}

async function removeUnusedVersions(client: pg.PoolClient, scenarioId: string): Promise<void> {
  await client.query(
    `DELETE FROM scenario_version v WHERE v.scenario_id = $1
       AND NOT EXISTS (SELECT FROM study WHERE scenario_version_id = v.id)`,
    [scenarioId],
  );
  await client.query(
    `DELETE FROM scenario WHERE id = $1
       AND NOT EXISTS (SELECT FROM scenario_version WHERE scenario_id = $1)`,
    [scenarioId],
  );
}
