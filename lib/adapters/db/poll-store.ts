import { writeAudit } from "./audit-store";
import type pg from "pg";
import type {
  ItemCounts,
  ListedAnswer,
  PollStore,
  RecordedAnswer,
  StoredPoll,
} from "@/lib/services/polls/ports";
import { copyRows } from "./copy-rows";
import { inTransaction, type Database } from "./database";
import { DECISION_SQL } from "./decision-columns";
import { notifyRunChanged } from "./run-changes";
import { collectSharedTexts, holdSharedTexts, storeSharedTexts } from "./shared-texts";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";
import { VISIBLE_RUN } from "./visible";

type Row = {
  id: string;
  run_id: string;
  label: string;
  intro: string;
  items: StoredPoll["items"];
  agent_type: string;
  version: number;
  round: number;
  status: StoredPoll["status"];
  problem: string | null;
  asked: number;
  answered: number;
  invalid: number;
  created_by: string | null;
  created_at: Date;
  finished_at: Date | null;
};

const SELECT_POLL = `SELECT p.id, r.id AS run_id, p.label, p.intro, p.items, p.agent_type,
  p.version, p.round, p.status, p.problem, cardinality(p.agents) AS asked,
    (SELECT count(*)::int FROM poll_answer a WHERE a.poll_id = p.id) AS answered,
    (SELECT count(*)::int FROM poll_answer a WHERE a.poll_id = p.id AND a.status = 'invalid')
      AS invalid,
    u.name AS created_by, p.created_at, p.finished_at
  FROM poll p JOIN run r ON r.key = p.run LEFT JOIN "user" u ON u.id = p.created_by_id`;

const toStored = (row: Row): StoredPoll => ({
  id: row.id,
  runId: row.run_id,
  label: row.label,
  intro: row.intro,
  items: row.items,
  agentType: row.agent_type,
  version: row.version,
  round: row.round,
  status: row.status,
  problem: row.problem,
  asked: row.asked,
  answered: row.answered,
  invalid: row.invalid,
  createdBy: row.created_by,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});

/** Number of most frequent values of an item that are counted individually. */
const MAX_VALUES = 50;

/** Polls and their answers. */
export function pollStore({ pool }: Database): PollStore {
  return {
    async create(run, poll, audit) {
      const id = timeOrderedId();
      await inTransaction(pool, async (client) => {
        await client.query(
          `INSERT INTO poll (id, run, version, round, label, intro, items, agent_type, agents,
             created_by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7::json, $8, $9::text[], $10)`,
          [
            id,
            run.key,
            poll.version,
            poll.round,
            storableText(poll.label),
            storableText(poll.intro),
            JSON.stringify(poll.items),
            poll.agentType,
            poll.agents,
            poll.createdById,
          ],
        );
        await writeAudit(client, audit, id);
        await notifyRunChanged(client, run.id);
      });
      return id;
    },

    list: async (run) =>
      (
        await pool.query<Row>(
          `${SELECT_POLL} WHERE p.run = $1 ORDER BY p.created_at DESC, p.id DESC`,
          [run.key],
        )
      ).rows.map(toStored),

    async get(pollId) {
      const { rows } = await pool.query<Row>(`${SELECT_POLL} WHERE p.id = $1`, [pollId]);
      return rows[0] ? toStored(rows[0]) : null;
    },

    agents: async (pollId) =>
      (await pool.query<{ agents: string[] }>("SELECT agents FROM poll WHERE id = $1", [pollId]))
        .rows[0]?.agents ?? [],

    running: async () =>
      (
        await pool.query<{ id: string; asked: number }>(
          `SELECT p.id, cardinality(p.agents) AS asked FROM poll p
           JOIN run r ON r.key = p.run JOIN study s ON s.id = r.study_id
           WHERE p.status = 'running' AND ${VISIBLE_RUN} ORDER BY p.created_at`,
        )
      ).rows,

    async recorded(pollId, first, last) {
      const { rows } = await pool.query<{ seq: number }>(
        "SELECT seq FROM poll_answer WHERE poll_id = $1 AND seq BETWEEN $2 AND $3",
        [pollId, first, last],
      );
      return new Set(rows.map(({ seq }) => seq));
    },

    record: (poll, answers) =>
      inTransaction(pool, async (client) => {
        // One batch at a time: the batch with the last answer sees all others.
        const { rows } = await client.query<{ status: string; run: number }>(
          "SELECT status, run FROM poll WHERE id = $1 FOR UPDATE",
          [poll.id],
        );
        if (rows[0] === undefined) return false;
        await addAnswers(client, { pollId: poll.id, run: rows[0].run, answers });
        const { rowCount } = await client.query(
          `UPDATE poll SET status = 'completed', problem = NULL, finished_at = now()
           WHERE id = $1 AND status <> 'completed' AND cardinality(agents) <= (SELECT count(*)
             FROM poll_answer WHERE poll_id = $1)`,
          [poll.id],
        );
        await notifyRunChanged(client, poll.runId);
        return rows[0].status === "running" && rowCount === 0;
      }),

    async fail(poll, problem) {
      await pool.query(
        `UPDATE poll SET status = 'failed', problem = $2, finished_at = now() WHERE id = $1
          AND status = 'running'`,
        [poll.id, storableText(problem)],
      );
      await notifyRunChanged(pool, poll.runId);
    },

    restart: (poll, audit) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `UPDATE poll SET status = 'running', problem = NULL, finished_at = NULL
           WHERE id = $1 AND status = 'failed'`,
          [poll.id],
        );
        if (rowCount !== 1) return false;
        await writeAudit(client, audit, poll.id);
        await notifyRunChanged(client, poll.runId);
        return true;
      }),

    answers: async (pollId, after, limit) =>
      (
        await pool.query<ListedAnswer>(
          `SELECT ${DECISION_SQL.poll.listed} FROM poll_answer a
            WHERE poll_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
          [pollId, after, limit],
        )
      ).rows,

    count: (pollId, item) => countAnswers(pool, pollId, item),
  };
}

/**
 * Duplicates occur only when a shard ran twice, concurrently with a process that was considered
 * dead.
 */
async function addAnswers(
  client: pg.PoolClient,
  {
    pollId,
    run,
    answers,
  }: {
    readonly pollId: string;
    readonly run: number;
    readonly answers: readonly RecordedAnswer[];
  },
): Promise<void> {
  const { rows } = await client.query<{ seq: number }>(
    "SELECT seq FROM poll_answer WHERE poll_id = $1 AND seq = ANY($2)",
    [pollId, answers.map(({ seq }) => seq)],
  );
  const recorded = new Set(rows.map(({ seq }) => seq));
  const fresh = answers.filter(({ seq }) => !recorded.has(seq));
  if (fresh.length === 0) return;
  const texts = collectSharedTexts(fresh);
  await holdSharedTexts(client, run);
  await storeSharedTexts(client, run, texts);
  await copyRows(
    client,
    DECISION_SQL.poll.copyTarget,
    fresh.map((answer) => DECISION_SQL.poll.cells(pollId, answer, texts)),
  );
}

async function countAnswers(
  pool: pg.Pool,
  pollId: string,
  { name, type }: Parameters<PollStore["count"]>[1],
): Promise<ItemCounts> {
  const given = `FROM poll_answer WHERE poll_id = $1
    AND jsonb_typeof("values"->$2::text) <> 'null'`;
  const isNumber = type === "integer" || type === "number";
  const summary = await pool.query<Omit<ItemCounts, "counts" | "none" | "unanswered">>(
    isNumber
      ? `SELECT count(*)::int AS answers, avg(x) AS mean, stddev_samp(x) AS sd, min(x)
        AS min, max(x) AS max FROM (SELECT ("values"->>$2::text)::float8 AS x ${given}) AS numbers`
      : `SELECT count(*)::int AS answers, NULL::float8 AS mean, NULL::float8 AS sd, NULL::float8
        AS min, NULL::float8 AS max ${given}`,
    [pollId, name],
  );
  const without = await pool.query<Pick<ItemCounts, "none" | "unanswered">>(
    `SELECT count(*) FILTER (WHERE "values"->$2::text = '[]'::jsonb)::int AS none,
        count(*) FILTER (WHERE coalesce(jsonb_typeof("values"->$2::text), 'null') = 'null')::int
          AS unanswered
       FROM poll_answer WHERE poll_id = $1 AND jsonb_typeof("values") = 'object'`,
    [pollId, name],
  );
  const value =
    type === "list" ? `jsonb_array_elements_text("values"->$2::text)` : `"values"->>$2::text`;
  const isCounted = type !== "text" && type !== "number" && type !== "records";
  const counts = isCounted
    ? await pool.query<{ value: string; count: number }>(
        `SELECT value, count(*)::int AS count FROM (SELECT ${value} AS value ${given}) AS given
          GROUP BY value ORDER BY count DESC, value LIMIT ${MAX_VALUES}`,
        [pollId, name],
      )
    : undefined;
  const { answers = 0, mean = null, sd = null, min = null, max = null } = summary.rows[0] ?? {};
  const { none = 0, unanswered = 0 } = without.rows[0] ?? {};
  return { answers, none, unanswered, mean, sd, min, max, counts: counts?.rows ?? [] };
}
