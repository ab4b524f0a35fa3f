import { writeAudit } from "./audit-store";
import type pg from "pg";
import type { BudgetState, BudgetStore } from "@/lib/services/budget/ports";
import { inTransaction, type Database } from "./database";
import { notifyRunChanged } from "./run-changes";

/** How long a hold counts without renewal. */
const LEASE_EXPIRY = "60 seconds";

/** Budgets of studies and the holds of processes on them. */
export function budgetStore({ pool }: Database): BudgetStore {
  return {
    hold: (studyId, holder, decide) =>
      inTransaction(pool, async (client) => {
        await lockBudget(client, studyId);
        const { tokens, money } = decide(await readBudget(client, studyId, holder));
        await client.query(
          `INSERT INTO budget_hold (study_id, process, tokens, money, seen_at)
            VALUES ($1, $2, $3, $4, now())
           ON CONFLICT (study_id, process) DO UPDATE
             SET tokens = excluded.tokens, money = excluded.money, seen_at = excluded.seen_at`,
          [studyId, holder, tokens, money],
        );
      }),

    async release(studyId, holder) {
      await pool.query(
        `DELETE FROM budget_hold WHERE (study_id = $1 AND process = $2)
          OR seen_at < now() - interval '1 hour'`,
        [studyId, holder],
      );
    },

    state: (studyId) => readBudget(pool, studyId, ""),

    change: (studyId, decide) =>
      inTransaction(pool, async (client) => {
        await lockBudget(client, studyId);
        const { budget, audit } = decide(await readBudget(client, studyId, ""));
        const { tokens, money } = budget;
        await client.query("UPDATE study SET budget_tokens = $2, budget_money = $3 WHERE id = $1", [
          studyId,
          tokens,
          money,
        ]);
        const { rows } = await client.query<{ id: string }>(
          "SELECT id FROM run WHERE study_id = $1",
          [studyId],
        );
        for (const { id } of rows) await notifyRunChanged(client, id);
        await writeAudit(client, audit, studyId);
      }),

    async addUsage(runId, { promptTokens, completionTokens, embeddingTokens, cost }) {
      await pool.query(
        `UPDATE run SET prompt_tokens = prompt_tokens + $2, completion_tokens = completion_tokens +
          $3, embedding_tokens = embedding_tokens + $4, cost = cost + $5 WHERE id = $1`,
        [runId, promptTokens, completionTokens, embeddingTokens, cost],
      );
    },
  };
}

/** Serialises changes per study: the next statement sees the effects of the previous one. */
export async function lockBudget(client: pg.PoolClient, studyId: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 4))", [
    `budget ${studyId}`,
  ]);
}

type Row = {
  budget_tokens: string | null;
  budget_money: number | null;
  spent_tokens: string;
  spent_money: number;
  held_tokens: string;
  held_money: number;
};

/**
 * What runs `r` that match a condition used, with their polls and interviews. Tokens of a fork's
 * history belong to its origin. Deleted runs count: what they used is spent.
 */
export const SPENT_BY_RUNS = (condition: string): string => `
  SELECT r.prompt_tokens + r.completion_tokens + r.embedding_tokens - r.inherited_tokens AS tokens,
    r.cost AS money FROM run r WHERE ${condition}
  UNION ALL SELECT a.prompt_tokens + a.completion_tokens, a.cost
    FROM run r JOIN poll ON poll.run = r.key JOIN poll_answer a ON a.poll_id = poll.id
    WHERE ${condition}
  UNION ALL SELECT m.prompt_tokens + m.completion_tokens, m.cost
    FROM run r JOIN interview_message m ON m.run = r.key WHERE ${condition}`;

/**
 * A single statement, so that usage recorded concurrently counts either as spent or as held. What
 * removed runs used stays spent.
 */
export async function readBudget(
  client: pg.Pool | pg.PoolClient,
  studyId: string,
  holder: string,
): Promise<BudgetState> {
  const { rows } = await client.query<Row>(
    `SELECT s.budget_tokens, s.budget_money,
       s.removed_tokens + coalesce(used.tokens, 0) AS spent_tokens,
       s.removed_money + coalesce(used.money, 0) AS spent_money,
       coalesce(h.tokens, 0) AS held_tokens, coalesce(h.money, 0) AS held_money
     FROM study s
     LEFT JOIN LATERAL (
       SELECT sum(tokens)::bigint AS tokens, sum(money) AS money
       FROM (${SPENT_BY_RUNS("r.study_id = s.id")}) AS each
     ) used ON true
     LEFT JOIN LATERAL (
       SELECT sum(tokens)::bigint AS tokens, sum(money) AS money FROM budget_hold
       WHERE study_id = s.id AND process <> $2 AND seen_at > now() - interval '${LEASE_EXPIRY}'
     ) h ON true
     WHERE s.id = $1`,
    [studyId, holder],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no study ${studyId}`);
  return {
    budget: {
      tokens: row.budget_tokens === null ? null : Number(row.budget_tokens),
      money: row.budget_money,
    },
    spent: { tokens: Number(row.spent_tokens), money: row.spent_money },
    reserved: { tokens: Number(row.held_tokens), money: row.held_money },
  };
}
