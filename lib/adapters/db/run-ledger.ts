import type pg from "pg";
import { FAILURE_REASONS } from "@/lib/domain/answers";
import type { Value } from "@/lib/domain/scenario";
import type { DecisionOutcome, RecordedDecision } from "@/lib/domain/decision";
import type { RowChange } from "@/lib/engine";
import type { FailureCount, RunLedger } from "@/lib/services/execution/ports";
import { copyRows } from "./copy-rows";
import { inTransaction, type Database } from "./database";
import { recordEmbeddingCall } from "./embedding-calls";
import { DECISION_SQL, type RowContext } from "./decision-columns";
import { readMemories, writeEmbeddings } from "./memory-rows";
import { notifyRunChanged } from "./run-changes";
import { collectSharedTexts, type SharedTexts, storeSharedTexts } from "./shared-texts";
import { writeCommit } from "./write-commit";

type ChangeRow = {
  table: string;
  row: string;
  ordinal: number;
  data: Record<string, Value> | null;
};

/** What runs write by the million, by COPY and set-wise statements. */
export function runLedger({ pool }: Database): RunLedger {
  return {
    changes: (run, from, before) =>
      from === 0 ? wholeWorld(pool, run, before) : changedRows(pool, run, from, before),

    memories: (run, version, need, embedder) => readMemories(pool, run, version, need, embedder),

    storeEmbeddings: (run, embedder, made) => writeEmbeddings(pool, run, embedder, made),

    recordEmbeddingCall: (run, call) => recordEmbeddingCall(pool, run, call),

    async recorded(run, version, first, last) {
      const { rows } = await pool.query<{ seq: number }>(
        "SELECT seq FROM decision WHERE run = $1 AND version = $2 AND seq BETWEEN $3 AND $4",
        [run, version, first, last],
      );
      return new Set(rows.map(({ seq }) => seq));
    },

    async record(run, version, decisions) {
      const texts = collectSharedTexts(decisions);
      return inTransaction(pool, async (client) => {
        await storeSharedTexts(client, run.key, texts);
        const added = await addDecisions(client, run.key, version, decisions, texts);
        await addToCounts(client, run.id, added);
        await notifyRunChanged(client, run.id);
        return run.failures.pauseAfter === null ? null : countFailures(client, run.key, added);
      });
    },

    async outcomes(run, version) {
      const { rows } = await pool.query<DecisionOutcome>(
        `SELECT seq, action, "values" FROM decision WHERE run = $1 AND version = $2 ORDER BY seq`,
        [run, version],
      );
      return rows;
    },

    async steps(run) {
      const { rows } = await pool.query<{
        version: number;
        round: number;
        phase: string;
        digest: string;
      }>("SELECT version, round, phase, digest FROM step WHERE run = $1 ORDER BY version", [run]);
      return rows;
    },

    async hasDecisions(run, version) {
      // In order, or the server may choose to look through the whole table for what is not there.
      const { rowCount } = await pool.query(
        "SELECT FROM decision WHERE run = $1 AND version = $2 ORDER BY seq LIMIT 1",
        [run, version],
      );
      return rowCount === 1;
    },

    commit: (run, commit, outcome) =>
      inTransaction(pool, (client) => writeCommit(client, run, commit, outcome)),
  };
}

/** Counts after the run's row was locked: concurrent batches then see each other's decisions. */
async function countFailures(
  client: pg.PoolClient,
  run: number,
  added: readonly RecordedDecision[],
): Promise<FailureCount | null> {
  const failed = added.filter(({ reason }) => reason !== null && FAILURE_REASONS.includes(reason));
  if (failed.length === 0) return null;
  const { rows } = await client.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM decision
     WHERE run = $1 AND status <> 'valid' AND status = 'invalid' AND reason = ANY($2)`,
    [run, FAILURE_REASONS],
  );
  return { total: rows[0]?.total ?? 0, added: failed.length };
}

/** Rows that a fresh replica takes at once: some hundred bytes each. */
const PAGE_SIZE = 10_000;

const toChange = ({ table, row, ordinal, data }: ChangeRow): RowChange => ({
  table,
  id: row,
  ordinal,
  data,
});

async function* changedRows(
  pool: pg.Pool,
  run: number,
  from: number,
  before: number,
): AsyncGenerator<readonly RowChange[]> {
  const { rows } = await pool.query<ChangeRow>(
    `SELECT DISTINCT ON ("table", ordinal) "table", row, ordinal, data FROM row_version
      WHERE run = $1 AND version >= $2 AND version < $3
     ORDER BY "table", ordinal, version DESC`,
    [run, from, before],
  );
  yield rows.map(toChange);
}

/** Page by page along the primary key. */
async function* wholeWorld(
  pool: pg.Pool,
  run: number,
  before: number,
): AsyncGenerator<readonly RowChange[]> {
  let [table, ordinal] = ["", 0];
  for (;;) {
    const { rows } = await pool.query<ChangeRow>(
      `SELECT DISTINCT ON ("table", ordinal) "table", row, ordinal, data FROM row_version
       WHERE run = $1 AND ("table", ordinal) > ($3, $4) AND version < $2
         ORDER BY "table", ordinal, version DESC LIMIT ${PAGE_SIZE}`,
      [run, before, table, ordinal],
    );
    yield rows.map(toChange);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_SIZE) return;
    ({ table, ordinal } = last);
  }
}

/** SQLSTATE unique_violation. */
const UNIQUE_VIOLATION = "23505";

/**
 * Adds those that are not there yet; returns them. COPY comes first, because duplicates occur only
 * when a shard runs twice: after a crash, or concurrently with a process that was considered dead.
 * Then COPY waits for the other's transaction and is refused; what that one left out is tried
 * again. In order of `seq`, so that two such batches never wait for each other.
 */
async function addDecisions(
  client: pg.PoolClient,
  run: number,
  version: number,
  decisions: readonly RecordedDecision[],
  texts: SharedTexts,
): Promise<readonly RecordedDecision[]> {
  let fresh = decisions.toSorted((a, b) => a.seq - b.seq);
  while (fresh.length > 0) {
    await client.query("SAVEPOINT adding");
    try {
      await copyRows(client, DECISION_SQL.copyTarget, decisionRows(fresh, { run, version, texts }));
      return fresh;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      await client.query("ROLLBACK TO SAVEPOINT adding");
      const there = await recordedSeqs(client, run, version, fresh);
      fresh = fresh.filter(({ seq }) => !there.has(seq));
    }
  }
  return fresh;
}

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;

async function recordedSeqs(
  client: pg.PoolClient,
  run: number,
  version: number,
  decisions: readonly RecordedDecision[],
): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ seq: number }>(
    "SELECT seq FROM decision WHERE run = $1 AND version = $2 AND seq = ANY($3)",
    [run, version, decisions.map(({ seq }) => seq)],
  );
  return new Set(rows.map(({ seq }) => seq));
}

function* decisionRows(decisions: readonly RecordedDecision[], context: RowContext) {
  for (const decision of decisions) yield DECISION_SQL.cells(decision, context);
}

async function addToCounts(
  client: pg.PoolClient,
  runId: string,
  added: readonly RecordedDecision[],
): Promise<void> {
  let invalid = 0;
  let promptTokens = 0;
  let completionTokens = 0;
  let cost = 0;
  let reused = 0;
  for (const decision of added) {
    if (decision.status === "invalid") invalid += 1;
    promptTokens += decision.promptTokens;
    completionTokens += decision.completionTokens;
    cost += decision.cost ?? 0;
    if (decision.reused) reused += 1;
  }
  await client.query(
    `UPDATE run SET decisions = decisions + $2, step_done = step_done + $2, invalid = invalid + $3,
       prompt_tokens = prompt_tokens + $4, completion_tokens = completion_tokens + $5, cost = cost +
         $6, reused = reused + $7,
       resume_tries = 0, heartbeat_at = now()
     WHERE id = $1`,
    [runId, added.length, invalid, promptTokens, completionTokens, cost, reused],
  );
}
