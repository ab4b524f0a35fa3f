import type pg from "pg";
import { runLabel } from "@/lib/domain/run/run-label";
import type { DiskUse } from "@/lib/contracts/disk-use";
import type { DiskUseStore } from "@/lib/services/storage/ports";
import { inTransaction, type Database } from "./database";
import { tryExclusively } from "./exclusive-lock";
import { RUN_TABLES } from "./purge-store";
import { VISIBLE_RUN } from "./visible";

const LOCK = "measure disk use";

type Size = { bytes: number; rows: number };

/**
 * Disk use: the size of each table of the database, with its indexes, divided among runs by their
 * numbers of rows, and that of uploaded cells among uploads by the sizes of their files.
 */
export function diskUseStore({ pool }: Database): DiskUseStore {
  return {
    async lastMeasurement() {
      const { rows } = await pool.query<{
        measured_at: Date | null;
        requested_at: Date | null;
        duration_ms: number;
        bytes: string;
      }>("SELECT measured_at, requested_at, duration_ms, bytes FROM disk_measurement WHERE id = 1");
      return {
        measuredAt: rows[0]?.measured_at ?? null,
        requestedAt: rows[0]?.requested_at ?? null,
        durationMs: rows[0]?.duration_ms ?? 0,
        databaseBytes: Number(rows[0]?.bytes ?? 0),
      };
    },

    async request(at) {
      await pool.query(
        `INSERT INTO disk_measurement (id, requested_at) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET requested_at = excluded.requested_at`,
        [at],
      );
    },

    measure: async (now) =>
      (await tryExclusively(pool, LOCK, async () => {
        const began = now();
        const runs = await measureRuns(pool);
        await store(pool, runs, began, () => now().getTime() - began.getTime());
        return true;
      })) ?? false,

    async projects(userId) {
      const { rows } = await pool.query<{ id: string; name: string; bytes: string }>(
        `SELECT p.id, p.name, coalesce(sum(u.bytes), 0) AS bytes FROM project p
         LEFT JOIN (
           SELECT s.project_id, d.bytes FROM disk_use d JOIN run r ON r.id = d.subject_id
             JOIN study s ON s.id = r.study_id
           UNION ALL SELECT t.project_id, d.bytes FROM disk_use d
             JOIN dataset t ON t.id = d.subject_id
         ) u ON u.project_id = p.id
         WHERE p.deleted_at IS NULL AND ($1::text IS NULL OR EXISTS (SELECT FROM membership m
           WHERE m.project_id = p.id AND m.user_id = $1 AND m.role <> 'annotator'))
         GROUP BY p.id ORDER BY bytes DESC, p.name`,
        [userId],
      );
      return rows.map(({ bytes, ...one }) => ({ ...one, bytes: Number(bytes) }));
    },

    studies: (projectId) => studies(pool, projectId),

    async tables(projectId) {
      const { rows } = await pool.query<{
        id: string;
        name: string;
        bytes: string;
        is_retained: boolean;
      }>(
        `SELECT t.id, t.name, coalesce(d.bytes, 0) AS bytes,
           t.archived_at IS NOT NULL AS is_retained
         FROM dataset t LEFT JOIN disk_use d ON d.subject_id = t.id
         WHERE t.project_id = $1 AND (t.deleted_at IS NULL OR t.archived_at IS NOT NULL)
         ORDER BY bytes DESC, t.name`,
        [projectId],
      );
      return rows.map(({ is_retained: isRetained, bytes, ...one }) => ({
        ...one,
        bytes: Number(bytes),
        isRetained,
      }));
    },

    async hiddenBytes(projectId) {
      const { rows } = await pool.query<{ bytes: string }>(
        `SELECT coalesce(sum(d.bytes), 0) AS bytes FROM disk_use d
         WHERE EXISTS (SELECT FROM run r JOIN study s ON s.id = r.study_id
             WHERE r.id = d.subject_id AND s.project_id = $1 AND NOT (${VISIBLE_RUN}))
           OR EXISTS (SELECT FROM dataset t WHERE t.id = d.subject_id AND t.project_id = $1
             AND t.deleted_at IS NOT NULL AND t.archived_at IS NULL)`,
        [projectId],
      );
      return Number(rows[0]?.bytes ?? 0);
    },
  };
}

async function studies(pool: pg.Pool, projectId: string): Promise<DiskUse["studies"]> {
  const { rows } = await pool.query<{
    id: string;
    study_id: string;
    study_name: string;
    arm_name: string;
    arm_count: number;
    replicate: number;
    fork_round: number | null;
    decisions: number;
    bytes: string | null;
  }>(
    `SELECT r.id, s.id AS study_id, s.name AS study_name, a.name AS arm_name,
       (SELECT count(*)::int FROM study_arm WHERE study_id = s.id) AS arm_count,
       r.replicate, r.fork_round, r.decisions, d.bytes
     FROM run r JOIN study s ON s.id = r.study_id JOIN study_arm a ON a.id = r.arm_id
     LEFT JOIN disk_use d ON d.subject_id = r.id
     WHERE s.project_id = $1 AND ${VISIBLE_RUN}
     ORDER BY d.bytes DESC NULLS LAST, r.created_at, r.id`,
    [projectId],
  );
  const byStudy = new Map<string, DiskUse["studies"][number]>();
  for (const row of rows) {
    const study: DiskUse["studies"][number] = byStudy.get(row.study_id) ?? {
      id: row.study_id,
      name: row.study_name,
      bytes: null,
      runs: [],
    };
    byStudy.set(row.study_id, study);
    const bytes = row.bytes === null ? null : Number(row.bytes);
    if (bytes !== null) study.bytes = (study.bytes ?? 0) + bytes;
    study.runs.push({
      id: row.id,
      name: runLabel({
        arm: { name: row.arm_name, count: row.arm_count },
        replicate: row.replicate,
        forkRound: row.fork_round,
      }),
      bytes,
      decisions: row.decisions,
    });
  }
  return [...byStudy.values()].toSorted((a, b) => (b.bytes ?? -1) - (a.bytes ?? -1));
}

/** One table after the other: a transaction over all would hold up the removal of dead rows. */
async function measureRuns(pool: pg.Pool): Promise<Map<number, Size>> {
  const sizes = new Map<number, Size>();
  for (const table of RUN_TABLES) {
    const from = table === "poll_answer" ? "poll_answer a JOIN poll p ON p.id = a.poll_id" : table;
    const counts = await pool.query<{ run: number; rows: string }>(
      `SELECT run, count(*) AS rows FROM ${from} GROUP BY run`,
    );
    const { rows: size } = await pool.query<{ bytes: string }>(
      "SELECT pg_total_relation_size($1::regclass) AS bytes",
      [table],
    );
    const total = counts.rows.reduce((sum, { rows }) => sum + Number(rows), 0);
    const perRow = total === 0 ? 0 : Number(size[0]?.bytes ?? 0) / total;
    for (const { run, rows } of counts.rows) {
      const known = sizes.get(run) ?? { bytes: 0, rows: 0 };
      sizes.set(run, {
        bytes: known.bytes + Number(rows) * perRow,
        rows: known.rows + Number(rows),
      });
    }
  }
  return sizes;
}

async function store(
  pool: pg.Pool,
  runs: ReadonlyMap<number, Size>,
  began: Date,
  elapsed: () => number,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("DELETE FROM disk_use");
    await client.query(
      `INSERT INTO disk_use (subject_id, kind, bytes, rows)
       SELECT r.id, 'run', round(m.bytes), m.rows
       FROM unnest($1::int[], $2::float8[], $3::bigint[]) AS m(key, bytes, rows)
       JOIN run r ON r.key = m.key`,
      [
        [...runs.keys()],
        [...runs.values()].map(({ bytes }) => bytes),
        [...runs.values()].map(({ rows }) => rows),
      ],
    );
    await client.query(
      `INSERT INTO disk_use (subject_id, kind, bytes, rows)
       SELECT id, 'dataset', round(pg_total_relation_size('dataset_chunk') * bytes::float8 /
         greatest(sum(bytes) OVER (), 1)), rows FROM dataset`,
    );
    await client.query(
      `INSERT INTO disk_measurement (id, measured_at, duration_ms, bytes)
       VALUES (1, $1, $2, pg_database_size(current_database()))
       ON CONFLICT (id) DO UPDATE SET measured_at = excluded.measured_at,
         duration_ms = excluded.duration_ms, bytes = excluded.bytes`,
      [began, Math.round(elapsed())],
    );
  });
}
