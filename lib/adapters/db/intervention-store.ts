import { writeAudit } from "./audit-store";
import type { Effect } from "@/lib/domain/scenario";
import type { InterventionStore, StoredIntervention } from "@/lib/services/interventions/ports";
import { inTransaction, type Database } from "./database";
import { notifyRunChanged } from "./run-changes";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";

type Row = {
  id: string;
  number: number;
  label: string;
  effects: Effect[];
  version: number | null;
  round: number | null;
  problem: string | null;
  created_by: string | null;
  created_at: Date;
  applied_at: Date | null;
};

const SELECT = `SELECT i.id, i.number, i.label, i.effects, i.version, i.round, i.problem, u.name
  AS created_by, i.created_at, i.applied_at
  FROM intervention i LEFT JOIN "user" u ON u.id = i.created_by_id`;

const toStored = (row: Row): StoredIntervention => ({
  id: row.id,
  number: row.number,
  label: row.label,
  effects: row.effects,
  version: row.version,
  round: row.round,
  problem: row.problem,
  createdBy: row.created_by,
  createdAt: row.created_at,
  appliedAt: row.applied_at,
});

/**
 * Adds an intervention with the run's next number; the caller's transaction holds the run's row, so
 * that numbers are assigned one at a time.
 */
export const ADD_INTERVENTION = `INSERT INTO intervention (id, run, number, label, effects,
  created_by_id)
  SELECT $1::uuid, $2::int, coalesce(max(number), 0) + 1, $3::text, $4::json, $5::text
    FROM intervention WHERE run = $2 RETURNING id`;

export function interventionStore({ pool }: Database): InterventionStore {
  const select = async (where: string, values: readonly unknown[]): Promise<StoredIntervention[]> =>
    (await pool.query<Row>(`${SELECT} WHERE ${where}`, [...values])).rows.map(toStored);

  return {
    list: (run) => select("i.run = $1 ORDER BY i.number", [run]),
    pending: (run) =>
      select("i.run = $1 AND i.version IS NULL AND i.problem IS NULL ORDER BY i.number", [run]),

    async applied(run) {
      const applied = new Map<number, StoredIntervention>();
      for (const one of await select("i.run = $1 AND i.version IS NOT NULL ORDER BY i.number", [
        run,
      ]))
        if (one.version !== null) applied.set(one.version, one);
      return applied;
    },

    async add(run, { label, effects, createdById }, audit) {
      const id = await inTransaction(pool, async (client) => {
        // The commit that ends the run takes the same lock, so that none is added to a finished
        // run.
        const { rowCount } = await client.query(
          "SELECT 1 FROM run WHERE id = $1 AND status NOT IN ('completed', 'cancelled') FOR UPDATE",
          [run.id],
        );
        if (rowCount === 0) return null;
        const { rows } = await client.query<{ id: string }>(ADD_INTERVENTION, [
          timeOrderedId(),
          run.key,
          storableText(label),
          JSON.stringify(effects),
          createdById,
        ]);
        await writeAudit(client, audit, run.id);
        await notifyRunChanged(client, run.id);
        return rows[0]?.id ?? null;
      });
      return id === null ? null : ((await select("i.id = $1", [id]))[0] ?? null);
    },

    async fail(run, number, problem) {
      await pool.query(
        "UPDATE intervention SET problem = $3 WHERE run = $1 AND number = $2 AND version IS NULL",
        [run.key, number, storableText(problem)],
      );
      await notifyRunChanged(pool, run.id);
    },
  };
}
