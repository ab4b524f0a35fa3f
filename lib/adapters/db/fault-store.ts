import type { AgentCount, FaultStore, PhaseCounts, ReasonCount } from "@/lib/services/faults/ports";
import type { Database } from "./database";

/**
 * Counts decisions from the steps, and from the run for the current step; faults have a separate
 * index. Pages request these counts every few seconds.
 */
export const faultStore = ({ pool }: Database): FaultStore => ({
  async phases(run, version) {
    const { rows } = await pool.query<PhaseCounts>(
      `SELECT phase, sum(decisions)::int AS decisions, sum(invalid)::int
        AS invalid, sum(rejected)::int AS rejected FROM (
         SELECT phase, decisions, invalid, rejected FROM step WHERE run = $1 AND version <= $2
         UNION ALL
         SELECT first.phase, r.step_done, (SELECT count(*)::int FROM decision WHERE run = $1
           AND version = $2 AND status <> 'valid'), 0
         FROM run r CROSS JOIN LATERAL (SELECT phase FROM decision WHERE run = $1 AND version = $2
           ORDER BY seq LIMIT 1) AS first
         WHERE r.key = $1 AND r.version = $2
       ) AS counted GROUP BY phase`,
      [run, version],
    );
    return rows;
  },

  async reasons(run, version) {
    const { rows } = await pool.query<ReasonCount>(
      `SELECT phase, reason, count(*)::int AS count, count(*) FILTER (WHERE used_fallback)::int
        AS fallback FROM decision
       WHERE run = $1 AND version <= $2 AND status <> 'valid' AND status = 'invalid'
       GROUP BY phase, reason`,
      [run, version],
    );
    return rows;
  },

  async unembedded(run) {
    const { rows } = await pool.query<{ count: number }>(
      `SELECT count(DISTINCT texts)::int AS count FROM embedding_call
       WHERE run = $1 AND failure IS NOT NULL`,
      [run],
    );
    return rows[0]?.count ?? 0;
  },

  async nullValues(run, version, limit) {
    const { rows } = await pool.query<{ joined: string; count: number }>(
      `SELECT null_values AS joined, count(*)::int AS count FROM (
         SELECT null_values FROM decision
         WHERE run = $1 AND version <= $2 AND null_values IS NOT NULL
         ORDER BY version, seq LIMIT $3
       ) AS counted GROUP BY null_values`,
      [run, version, limit],
    );
    return rows;
  },

  async agents(run, version, { reasons, limit }) {
    const { rows } = await pool.query<AgentCount>(
      `SELECT agent, reason, count(*)::int AS count FROM decision
       WHERE run = $1 AND version <= $2 AND status <> 'valid' AND status = 'invalid'
         AND reason = ANY($3)
       GROUP BY agent, reason ORDER BY count DESC, agent, reason LIMIT $4`,
      [run, version, reasons, limit],
    );
    return rows;
  },
});
