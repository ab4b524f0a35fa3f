import type { FaultStore, PhaseCounts, ReasonCount } from "@/lib/services/faults/ports";
import type { Database } from "./database";

/** Counts of decisions: from the steps where these know, so that only steps with invalid answers are looked through. */
export const faultStore = ({ pool }: Database): FaultStore => ({
  async phases(run, version) {
    const { rows } = await pool.query<PhaseCounts>(
      `SELECT phase, sum(decisions)::int AS decisions, sum(invalid)::int AS invalid, sum(rejected)::int AS rejected FROM (
         SELECT phase, decisions, invalid, rejected FROM step WHERE run = $1 AND version < $2
         UNION ALL
         SELECT phase, 1, (status = 'invalid')::int, 0 FROM decision WHERE run = $1 AND version = $2
       ) AS counted GROUP BY phase`,
      [run, version],
    );
    return rows;
  },

  async reasons(run, version) {
    const { rows } = await pool.query<ReasonCount>(
      `SELECT phase, reason, count(*)::int AS count, count(*) FILTER (WHERE used_fallback)::int AS fallback FROM decision
       WHERE run = $1 AND status = 'invalid' AND (version = $2 OR version IN (SELECT version FROM step WHERE run = $1 AND version < $2 AND invalid > 0))
       GROUP BY phase, reason`,
      [run, version],
    );
    return rows;
  },
});
