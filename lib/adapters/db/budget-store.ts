import { writeAudit } from "./audit-store";
import type pg from "pg";
import type { BudgetState, BudgetStore, BudgetUse } from "@/lib/services/budget/ports";
import { inTransaction, type Database } from "./database";
import { notifyRunChanged, notifyRunsChanged } from "./run-changes";

/** How long a hold counts without renewal. */
const LEASE_EXPIRY = "60 seconds";

/** Budgets of studies and the holds of processes on them. */
export function budgetStore({ pool }: Database): BudgetStore {
  return {
    hold: (studyId, holder, decide) =>
      inTransaction(pool, async (client) => {
        await lockProjectOf(client, studyId);
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

    projectState: (projectId) => readProjectBudget(pool, projectId, null),

    changeProject: (projectId, decide) =>
      inTransaction(pool, async (client) => {
        await lockProject(client, projectId);
        const { budget, audit } = decide(await readProjectBudget(client, projectId, null));
        await client.query(
          "UPDATE project SET budget_tokens = $2, budget_money = $3 WHERE id = $1",
          [projectId, budget.tokens, budget.money],
        );
        await writeAudit(client, audit, projectId);
        await notifyRunsChanged(client, "s.project_id = $1", projectId);
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

/**
 * Holds of all studies of a project are granted one after the other. Always before the lock of the
 * study, so that two never wait for each other.
 */
async function lockProject(client: pg.PoolClient, projectId: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 4))", [
    `budget of project ${projectId}`,
  ]);
}

async function lockProjectOf(client: pg.PoolClient, studyId: string): Promise<void> {
  const { rows } = await client.query<{ project_id: string }>(
    "SELECT project_id FROM study WHERE id = $1",
    [studyId],
  );
  if (rows[0]) await lockProject(client, rows[0].project_id);
}

type Row = {
  budget_tokens: string | null;
  budget_money: number | null;
  spent_tokens: string;
  spent_money: number;
  held_tokens: string;
  held_money: number;
};

type StudyRow = Row & {
  project_id: string;
  project_tokens: string | null;
  project_money: number | null;
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
  const { rows } = await client.query<StudyRow>(
    `SELECT s.budget_tokens, s.budget_money, s.project_id,
       p.budget_tokens AS project_tokens, p.budget_money AS project_money,
       s.removed_tokens + coalesce(used.tokens, 0) AS spent_tokens,
       s.removed_money + coalesce(used.money, 0) AS spent_money,
       coalesce(h.tokens, 0) AS held_tokens, coalesce(h.money, 0) AS held_money
     FROM study s JOIN project p ON p.id = s.project_id
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
  if (row.project_tokens === null && row.project_money === null) return toUse(row);
  const project = await readProjectBudget(client, row.project_id, { studyId, holder });
  return { ...toUse(row), project };
}

const toUse = (row: Row): BudgetUse => ({
  budget: {
    tokens: row.budget_tokens === null ? null : Number(row.budget_tokens),
    money: row.budget_money,
  },
  spent: { tokens: Number(row.spent_tokens), money: row.spent_money },
  reserved: { tokens: Number(row.held_tokens), money: row.held_money },
});

/** The same over all studies of a project; a holder's own hold is left out. */
async function readProjectBudget(
  client: pg.Pool | pg.PoolClient,
  projectId: string,
  own: { readonly studyId: string; readonly holder: string } | null,
): Promise<BudgetUse> {
  const { rows } = await client.query<Row>(
    `SELECT p.budget_tokens, p.budget_money,
       p.removed_tokens + coalesce(gone.tokens, 0) + coalesce(used.tokens, 0) AS spent_tokens,
       p.removed_money + coalesce(gone.money, 0) + coalesce(used.money, 0) AS spent_money,
       coalesce(h.tokens, 0) AS held_tokens, coalesce(h.money, 0) AS held_money
     FROM project p
     LEFT JOIN LATERAL (
       SELECT sum(removed_tokens)::bigint AS tokens, sum(removed_money) AS money FROM study
       WHERE project_id = p.id
     ) gone ON true
     LEFT JOIN LATERAL (
       SELECT sum(tokens)::bigint AS tokens, sum(money) AS money
       FROM (${SPENT_BY_RUNS("r.study_id IN (SELECT id FROM study WHERE project_id = p.id)")})
         AS each
     ) used ON true
     LEFT JOIN LATERAL (
       SELECT sum(b.tokens)::bigint AS tokens, sum(b.money) AS money
       FROM budget_hold b JOIN study s ON s.id = b.study_id
       WHERE s.project_id = p.id AND b.seen_at > now() - interval '${LEASE_EXPIRY}'
         AND ($2::uuid IS NULL OR b.study_id <> $2 OR b.process <> $3)
     ) h ON true
     WHERE p.id = $1`,
    [projectId, own?.studyId ?? null, own?.holder ?? ""],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no project ${projectId}`);
  return toUse(row);
}
