import pg from "pg";
import { INVALID_REASONS } from "@/lib/domain/answers";
import type { ExportStore, ReviewedDecision } from "@/lib/services/exports/ports";
import { streamCsv, escapeFormulaSql, fieldColumnSql, provenanceColumns } from "./csv-sql";
import type { Database } from "./database";
import { DECISION_SQL } from "./decision-columns";
import { joinEnvelope, restoreEnvelope } from "./shared-texts";

const { escapeIdentifier, escapeLiteral } = pg;

/** Files by COPY, streamed from the server to the reader. */
export function exportStore({ exportPool: pool }: Pick<Database, "exportPool">): ExportStore {
  const csv = (query: string): AsyncGenerator<Uint8Array> => streamCsv(pool, query);

  return {
    decisions: (run, answers) =>
      csv(
        `SELECT ${provenanceColumns(run)}, ${DECISION_SQL.csv(answers)}
         FROM decision d WHERE d.run = ${run.key} ORDER BY d.version, d.seq`,
      ),

    world: (run, { tables, typeHeader, idHeader, columns }, lastRound) => {
      const known = [
        ...(typeHeader === null ? [] : [`s."table" AS ${escapeIdentifier(typeHeader)}`]),
        ...(idHeader === null ? [] : [`s.row AS ${escapeIdentifier(idHeader)}`]),
      ];
      const cells = columns.map((column) => fieldColumnSql("s.data", column));
      const selected = [provenanceColumns(run), "at.round", ...known, ...cells];
      return csv(
        `WITH state AS (
           SELECT "table", ordinal, row, round, data, lead(round) OVER (PARTITION BY "table",
             ordinal ORDER BY version) AS next_round
           FROM row_version WHERE run = ${run.key}
             AND "table" IN (${tables.map((table) => escapeLiteral(table)).join(", ")})
         )
         SELECT
           ${selected.join(", ")}
         FROM state s CROSS JOIN LATERAL generate_series(s.round, least(coalesce(s.next_round - 1,
           ${lastRound}), ${lastRound})) AS at(round)
         WHERE s.data IS NOT NULL ORDER BY at.round, s."table", s.ordinal`,
      );
    },

    measures: (run, infos) => {
      const names = infos.map(
        ({ name, label, unit }, index) =>
          `(${index}, ${escapeLiteral(name)}, ${escapeLiteral(label)}, ` +
          `${unit === null ? "NULL" : escapeLiteral(unit)})`,
      );
      const described =
        names.length > 0
          ? `VALUES ${names.join(", ")}`
          : "SELECT 0, ''::text, ''::text, ''::text WHERE false";
      return csv(
        `SELECT ${provenanceColumns(run)}, v.round, v.measure, ${escapeFormulaSql("i.label")}
          AS label, ${escapeFormulaSql("i.unit")} AS unit, v.value, v.problem
         FROM measure_value v JOIN (${described}) AS i(place, name, label, unit)
           ON i.name = v.measure
         WHERE v.run = ${run.key} ORDER BY v.round, i.place`,
      );
    },

    steps: (run) => {
      const column = (reason: string): string => `invalid_${reason}`;
      const counts = INVALID_REASONS.map(
        (reason) => `count(*) FILTER (WHERE reason = '${reason}') AS "${column(reason)}"`,
      );
      const reasons = INVALID_REASONS.map(
        (reason) => `coalesce(f."${column(reason)}", 0) AS "${column(reason)}"`,
      );
      return csv(
        `SELECT ${provenanceColumns(run)}, s.version
          AS step, s.round, s.phase, s.decisions, s.decisions - s.invalid - s.rejected
          AS valid, s.invalid, s.rejected,
           coalesce(f.fallback, 0) AS fallback, ${reasons.join(", ")}, s.digest
         FROM step s LEFT JOIN (
           SELECT version, count(*) FILTER (WHERE used_fallback) AS fallback, ${counts.join(", ")}
             FROM decision
           WHERE run = ${run.key} AND status = 'invalid' AND version IN (SELECT version FROM step
             WHERE run = ${run.key} AND invalid > 0) GROUP BY version
         ) f ON f.version = s.version
         WHERE s.run = ${run.key} ORDER BY s.version`,
      );
    },

    poll: (run, poll, answers) =>
      csv(
        `SELECT ${provenanceColumns(run)}, ${escapeLiteral(poll.id)}
          AS poll, ${escapeFormulaSql(escapeLiteral(poll.label))} AS poll_label, ${poll.round}
          AS round,
           ${escapeLiteral(poll.agentType)} AS agent_type, ${DECISION_SQL.poll.csv(answers)}
         FROM poll_answer a WHERE a.poll_id = ${escapeLiteral(poll.id)} ORDER BY a.seq`,
      ),

    reviewed: (run) => reviewedDecisions(pool, run.key),
  };
}

/** Number of reviewed decisions fetched at a time. */
const PAGE_SIZE = 500;

async function* reviewedDecisions(pool: pg.Pool, run: number): AsyncGenerator<ReviewedDecision> {
  let [version, seq] = [-1, -1];
  for (;;) {
    const { rows } = await pool.query<
      ReviewedDecision & { version: number; seq: number; base: string | null }
    >(
      `SELECT d.version, d.seq, d.round, d.phase, d.agent, d.action, d.offered, d."values",
         h.text AS system, d.prompt, d.envelope, e.text AS base, d.seed, d.earlier, v.score,
         v.rewrite
       FROM decision d
       JOIN LATERAL (
         SELECT score, rewrite FROM review WHERE run = d.run AND version = d.version AND seq = d.seq
         ORDER BY (rewrite IS NOT NULL) DESC, updated_at DESC LIMIT 1
       ) v ON true
       LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
       ${joinEnvelope("d.run")}
       WHERE d.run = $1 AND (d.version, d.seq) > ($2, $3)
         AND (d.version, d.seq) IN (SELECT version, seq FROM review WHERE run = $1)
       ORDER BY d.version, d.seq LIMIT ${PAGE_SIZE}`,
      [run, version, seq],
    );
    for (const { base, ...row } of rows)
      yield { ...row, envelope: restoreEnvelope(row.envelope, base) };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_SIZE) return;
    ({ version, seq } = last);
  }
}
