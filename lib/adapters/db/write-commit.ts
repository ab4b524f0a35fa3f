import type pg from "pg";
import type { Commit } from "@/lib/engine";
import type { CommitOutcome } from "@/lib/services/execution/ports";
import type { RunRecord } from "@/lib/services/runs/ports";
import { copyRows, type Cell } from "./copy-rows";
import { MEMORY_COLUMNS, memoryCells } from "./memory-rows";
import { notifyRunChanged } from "./run-changes";

/**
 * Writes one commit within the caller's transaction. The conditional update of the run's version
 * comes first: it locks the row, so of two workers with the same commit one waits and then finds
 * another version.
 * @returns false, and nothing written, when the run has advanced or stopped
 * @throws Error when the commit does not follow the run's version: it was made on another world
 */
export async function writeCommit(
  client: pg.PoolClient,
  run: RunRecord,
  commit: Commit,
  outcome: CommitOutcome,
): Promise<boolean> {
  if (commit.version !== run.version + 1)
    throw new Error(
      `run ${run.id} at version ${run.version} was given the commit of version ${commit.version}`,
    );
  if (!(await advanceRun(client, run, commit, outcome))) return false;
  const { version, round } = commit.step;
  await copyRows(
    client,
    'row_version (run, "table", ordinal, version, round, row, data)',
    worldRows(run.key, commit),
  );
  await copyRows(
    client,
    `memory (${MEMORY_COLUMNS})`,
    commit.memories.map((entry) => memoryCells(run.key, version, entry)),
  );
  if (commit.measures.length > 0) {
    await client.query(
      `INSERT INTO measure_value (run, round, measure, value, problem) SELECT $1, *
        FROM unnest($2::int[], $3::text[], $4::float8[], $5::text[])`,
      [
        run.key,
        commit.measures.map((m) => m.round),
        commit.measures.map((m) => m.name),
        commit.measures.map((m) => m.value),
        commit.measures.map((m) => m.problem ?? null),
      ],
    );
  }
  if (commit.rejected.length > 0) {
    await client.query(
      `UPDATE decision SET status = 'rejected', message = refused.reason
       FROM unnest($3::int[], $4::text[]) AS refused(seq, reason)
       WHERE decision.run = $1 AND decision.version = $2 AND decision.seq = refused.seq`,
      [run.key, version, commit.rejected.map((r) => r.seq), commit.rejected.map((r) => r.reason)],
    );
  }
  if (commit.interventions.length > 0) {
    await client.query(
      `UPDATE intervention SET version = $2, round = $3, applied_at = now() WHERE run = $1
        AND number = ANY($4::int[])`,
      [run.key, version, round, commit.interventions],
    );
  }
  await client.query(
    `INSERT INTO step (run, version, round, phase, digest, decisions, invalid, rejected)
     SELECT $1, $2, $3, $4, $5, count(*), count(*) FILTER (WHERE status = 'invalid'), $6
       FROM decision WHERE run = $1 AND version = $2`,
    [run.key, version, round, commit.step.key, commit.digest, commit.rejected.length],
  );
  await notifyRunChanged(client, run.id);
  return true;
}

async function advanceRun(
  client: pg.PoolClient,
  run: RunRecord,
  commit: Commit,
  outcome: CommitOutcome,
): Promise<boolean> {
  // A finished run keeps the position at which it ended.
  const { round, label, done, span } = commit.next ?? { ...commit.step, done: 1, span: 0 };
  const { rowCount } = await client.query(
    `UPDATE run SET
       version = $4, digest = $5, stop_reason = $6, rejected = rejected + $7,
       step_planned = $8, step_done = 0, heartbeat_at = now(),
       round = $10, phase = $11, done = $12, span = $13,
       status = CASE WHEN $9 THEN 'completed'::run_status ELSE status END,
       finished_at = CASE WHEN $9 THEN now() ELSE NULL END,
       active_ms = CASE WHEN $9 THEN active_ms + (extract(epoch
         FROM now() - active_since) * 1000)::bigint ELSE active_ms END,
       active_since = CASE WHEN $9 THEN NULL ELSE active_since END
     WHERE id = $1 AND version = $2 AND epoch = $3 AND status = 'running'`,
    [
      run.id,
      run.version,
      run.epoch,
      commit.version,
      commit.digest,
      commit.stopped ?? null,
      commit.rejected.length,
      outcome.nextPlanned,
      outcome.finished,
      round,
      label,
      done,
      span,
    ],
  );
  return rowCount === 1;
}

function* worldRows(run: number, commit: Commit): Generator<readonly Cell[]> {
  const { version, round } = commit.step;
  for (const { table, id, ordinal, data } of commit.rows)
    yield [run, table, ordinal, version, round, id, data === null ? null : JSON.stringify(data)];
}
