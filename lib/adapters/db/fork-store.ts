import { writeAudit } from "./audit-store";
import type pg from "pg";
import type { ForkStore, NewFork, StoredFork } from "@/lib/services/forks/ports";
import { DECISION_SQL } from "./decision-columns";
import { inTransaction, type Database } from "./database";
import { ADD_INTERVENTION } from "./intervention-store";
import { COPIED_MEMORY_COLUMNS } from "./memory-rows";
import { copySharedTexts } from "./shared-texts";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";

type Row = {
  run_id: string;
  round: number;
  change: string;
  status: StoredFork["status"];
  created_at: Date;
};

const toStored = ({ run_id, round, change, status, created_at }: Row): StoredFork => ({
  runId: run_id,
  round,
  change,
  status,
  createdAt: created_at,
});

/** Tables with the history of a run by version, and the columns that are copied unchanged. */
const HISTORY_COLUMNS: Readonly<Record<string, string>> = {
  step: "version, round, phase, digest, decisions, invalid, rejected, committed_at",
  row_version: '"table", ordinal, version, round, row, data',
  memory: COPIED_MEMORY_COLUMNS,
  decision: DECISION_SQL.copiedByFork,
};

/** Forks of runs: the database copies their history, table by table. */
export function forkStore({ pool }: Database): ForkStore {
  return {
    create: (parent, fork) =>
      inTransaction(pool, async (client) => {
        // A single snapshot of a parent that may be active meanwhile.
        await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        const { id, key } = await insertRun(client, parent, fork);
        await copyHistory(client, { from: parent.key, to: key, fork });
        if (fork.correction)
          await applyCorrection(client, {
            run: key,
            version: fork.version,
            correction: fork.correction,
          });
        await updateCounts(client, { run: key, version: fork.version, parent: parent.key });
        if (fork.intervention) {
          const { label, effects, createdById } = fork.intervention;
          await client.query(ADD_INTERVENTION, [
            timeOrderedId(),
            key,
            storableText(label),
            JSON.stringify(effects),
            createdById,
          ]);
        }
        await writeAudit(client, fork.audit, id);
        return id;
      }),

    async setPosition(runId, { round, label, done, span }) {
      await pool.query(
        "UPDATE run SET round = $2, phase = $3, done = $4, span = $5 WHERE id = $1",
        [runId, round, label, done, span],
      );
    },

    async firstVersionOfRound(run, round) {
      const { rows } = await pool.query<{ version: number | null }>(
        "SELECT min(version) AS version FROM step WHERE run = $1 AND round = $2",
        [run, round],
      );
      return rows[0]?.version ?? null;
    },

    async origin(runId) {
      const { rows } = await pool.query<Row>(
        `SELECT p.id AS run_id, r.fork_round AS round, r.fork_change
          AS change, p.status, p.created_at
         FROM run r JOIN run p ON p.id = r.fork_of_id AND p.deleted_at IS NULL WHERE r.id = $1`,
        [runId],
      );
      return rows[0] ? toStored(rows[0]) : null;
    },

    async forksOf(runId) {
      const { rows } = await pool.query<Row>(
        `SELECT id AS run_id, fork_round AS round, fork_change AS change, status, created_at
          FROM run WHERE fork_of_id = $1 AND deleted_at IS NULL ORDER BY created_at, id`,
        [runId],
      );
      return rows.map(toStored);
    },
  };
}

async function insertRun(
  client: pg.PoolClient,
  parent: { readonly id: string; readonly key: number },
  fork: NewFork,
): Promise<{ id: string; key: number }> {
  const id = timeOrderedId();
  const { rows } = await client.query<{ key: number }>(
    `INSERT INTO run (id, study_id, arm_id, replicate, parameters, seed, datasets, embedder_id,
      rounds, endpoint_id, model, is_demo, models,
       version, digest, round, fork_of_id, fork_version, fork_round, fork_change,
       prompts_deleted_at)
     SELECT $1::uuid, study_id, arm_id, replicate, parameters, seed, datasets, embedder_id, $3::int,
       $4::uuid, $5::text, $6::boolean, $11::json,
       $7::int, (SELECT digest FROM step WHERE run = $8
         AND version = $7 - 1), $9::int, id, $7, $9, $10::text, prompts_deleted_at
     FROM run WHERE id = $2 RETURNING key`,
    [
      id,
      parent.id,
      fork.rounds,
      fork.endpointId,
      fork.model,
      fork.isDemo,
      fork.version,
      parent.key,
      fork.round,
      storableText(fork.change),
      JSON.stringify(fork.models),
    ],
  );
  const [row] = rows;
  if (!row) throw new Error(`the run ${parent.id} has been deleted`);
  return { id, key: row.key };
}

async function copyHistory(
  client: pg.PoolClient,
  {
    from,
    to,
    fork: { version, round, correction, endMeasures },
  }: {
    readonly from: number;
    readonly to: number;
    readonly fork: NewFork;
  },
): Promise<void> {
  for (const [table, columns] of Object.entries(HISTORY_COLUMNS)) {
    const before = table === "decision" && correction ? version + 1 : version;
    await client.query(
      `INSERT INTO "${table}" (run, ${columns}) SELECT $1::int, ${columns} FROM "${table}"
        WHERE run = $2 AND version < $3`,
      [to, from, before],
    );
  }
  await copySharedTexts(client, from, to);
  await client.query(
    `INSERT INTO measure_value (run, round, measure, value, problem)
     SELECT $1::int, round, measure, value, problem FROM measure_value WHERE run = $2 AND round < $3
       AND measure <> ALL($4::text[])`,
    [to, from, round, endMeasures],
  );
  await client.query(
    `INSERT INTO intervention (id, run, number, label, effects, version, round, created_by_id,
      created_at, applied_at)
     SELECT gen_random_uuid(), $1::int, number, label, effects, version, round, created_by_id,
       created_at, applied_at
     FROM intervention WHERE run = $2 AND version < $3`,
    [to, from, version],
  );
}

/** Replaces one decision. The step is committed again, so its rejections are reverted. */
async function applyCorrection(
  client: pg.PoolClient,
  {
    run,
    version,
    correction: { seq, ...answer },
  }: {
    readonly run: number;
    readonly version: number;
    readonly correction: NonNullable<NewFork["correction"]>;
  },
): Promise<void> {
  await client.query(
    `UPDATE decision SET status = 'valid', message = NULL WHERE run = $1 AND version = $2
      AND status = 'rejected'`,
    [run, version],
  );
  const { rowCount } = await client.query(
    `UPDATE decision SET ${DECISION_SQL.correction}
     WHERE run = $1 AND version = $2 AND seq = $3`,
    [run, version, seq, ...DECISION_SQL.correctionValues(answer)],
  );
  if (rowCount !== 1) throw new Error(`run ${run} has no decision ${version}.${seq} to correct`);
}

/** Its first step has as many decisions as that of its parent, if the parent has committed it. */
async function updateCounts(
  client: pg.PoolClient,
  {
    run,
    version,
    parent,
  }: {
    readonly run: number;
    readonly version: number;
    readonly parent: number;
  },
): Promise<void> {
  await client.query(
    `UPDATE run SET decisions = counted.decisions, invalid = counted.invalid, rejected =
      counted.rejected,
       prompt_tokens = counted.prompt_tokens, completion_tokens = counted.completion_tokens,
         inherited_tokens = counted.prompt_tokens + counted.completion_tokens, step_done =
         counted.step_done,
       step_planned = coalesce((SELECT decisions FROM step WHERE run = $3 AND version = $2), 0)
     FROM (
       SELECT count(*) AS decisions, count(*) FILTER (WHERE status = 'invalid')
         AS invalid, count(*) FILTER (WHERE status = 'rejected') AS rejected,
         coalesce(sum(prompt_tokens), 0) AS prompt_tokens, coalesce(sum(completion_tokens), 0)
           AS completion_tokens, count(*) FILTER (WHERE version = $2) AS step_done
       FROM decision WHERE run = $1
     ) AS counted WHERE run.key = $1`,
    [run, version, parent],
  );
}
