import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { ExportStore, FieldColumn, ReviewedDecision } from "@/lib/services/exports/ports";
import type { RunRecord } from "@/lib/services/runs/ports";
import type { Value } from "@/lib/domain/scenario";
import type { Database } from "./database";

const { escapeIdentifier, escapeLiteral } = pg;

/** Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV injection). */
const defused = (sql: string): string => `CASE WHEN ${sql} ~ '^[=+@\\t\\r-]' THEN '''' || ${sql} ELSE ${sql} END`;

/** A field of a JSON object as a cell: numbers and booleans bare, lists joined, texts defused. */
function fieldSql(object: string, { field, type, header }: FieldColumn): string {
  const key = escapeLiteral(field);
  const bare = `${object}->>${key}`;
  const joined = `(SELECT string_agg(item, '; ') FROM jsonb_array_elements_text(CASE jsonb_typeof(${object}->${key}) WHEN 'array' THEN ${object}->${key} ELSE '[]' END) AS item)`;
  // A column of texts may hold numbers, too, where attributes of one name differ in type.
  const text = `CASE jsonb_typeof(${object}->${key}) WHEN 'number' THEN ${bare} ELSE ${defused(`(${bare})`)} END`;
  const cell = type === "list" ? defused(joined) : type === "text" || type === "category" || type === "ref" ? text : bare;
  return `${cell} AS ${escapeIdentifier(header)}`;
}

/** Columns that say where a row is from, first in every file: simulated data are called simulated. */
function provenance(run: RunRecord): string {
  const model = run.isDemo ? `${run.model} (built-in demo model, not an LLM)` : run.model;
  const columns = { source: "simulated", model, run: run.id, condition: run.condition };
  const texts = Object.entries(columns).map(([header, text]) => `${defused(escapeLiteral(text))} AS ${escapeIdentifier(header)}`);
  return [...texts, `${run.replicate} AS replicate`, `${run.seed} AS seed`].join(", ");
}

/** Files by COPY, straight from the server to the reader. */
export function exportStore({ pool }: Database): ExportStore {
  async function* csv(query: string): AsyncGenerator<Uint8Array> {
    const client = await pool.connect();
    let isWhole = false;
    try {
      for await (const chunk of client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT csv, HEADER true)`))) yield chunk as Uint8Array;
      isWhole = true;
    } finally {
      // A COPY that failed, or whose reader left early, leaves a connection that cannot be used again.
      client.release(!isWhole);
    }
  }

  return {
    decisions: (run, answers) =>
      csv(
        `SELECT ${provenance(run)}, d.round, d.phase, d.agent_type, d.agent, d.slot AS decision, d.kind, d.action, d.offered, d.status, d.reason,
           ${defused("d.message")} AS message, d.used_fallback::text AS used_fallback, ${[...answers.map((column) => fieldSql('d."values"', column)), ""].join(", ")}
           ${defused("d.endpoint")} AS endpoint, d.prompt_tokens, d.completion_tokens, d.latency_ms, d.attempts,
           ${defused("d.finish_reason")} AS finish_reason, ${defused("d.raw")} AS raw_answer
         FROM decision d WHERE d.run = ${run.key} ORDER BY d.version, d.seq`,
      ),

    agents: (run, agentTypes, attributes, lastRound) =>
      csv(
        `WITH state AS (
           SELECT "table", ordinal, row, round, data, lead(round) OVER (PARTITION BY "table", ordinal ORDER BY version) AS next_round
           FROM row_version WHERE run = ${run.key} AND "table" IN (${agentTypes.map((type) => escapeLiteral(type)).join(", ")})
         )
         SELECT ${provenance(run)}, at.round, s."table" AS agent_type, s.row AS agent
           ${attributes.map((column) => `, ${fieldSql("s.data", column)}`).join("")}
         FROM state s CROSS JOIN LATERAL generate_series(s.round, least(coalesce(s.next_round - 1, ${lastRound}), ${lastRound})) AS at(round)
         WHERE s.data IS NOT NULL ORDER BY at.round, s."table", s.ordinal`,
      ),

    measures: (run, infos) => {
      const names = infos.map(({ name, label, unit }, index) => `(${index}, ${escapeLiteral(name)}, ${escapeLiteral(label)}, ${unit === null ? "NULL" : escapeLiteral(unit)})`);
      const described = names.length > 0 ? `VALUES ${names.join(", ")}` : "SELECT 0, ''::text, ''::text, ''::text WHERE false";
      return csv(
        `SELECT ${provenance(run)}, v.round, v.measure, ${defused("i.label")} AS label, ${defused("i.unit")} AS unit, v.value, v.problem
         FROM measure_value v JOIN (${described}) AS i(place, name, label, unit) ON i.name = v.measure
         WHERE v.run = ${run.key} ORDER BY v.round, i.place`,
      );
    },

    reviewed: (run) => reviewed(pool, run.key),
  };
}

/** Reviewed decisions fetched at a time. */
const PAGE = 500;

async function* reviewed(pool: pg.Pool, run: number): AsyncGenerator<ReviewedDecision> {
  let [version, seq] = [-1, -1];
  for (;;) {
    const { rows } = await pool.query<ReviewedDecision & { version: number; seq: number; rewrite: Record<string, Value> | null }>(
      `SELECT d.version, d.seq, d.round, d.phase, d.agent, d.action, d.offered, d."values", h.text AS system, d.prompt, v.score, v.rewrite
       FROM decision d
       JOIN LATERAL (
         SELECT score, rewrite FROM review WHERE run = d.run AND version = d.version AND seq = d.seq
         ORDER BY (rewrite IS NOT NULL) DESC, updated_at DESC LIMIT 1
       ) v ON true
       LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
       WHERE d.run = $1 AND (d.version, d.seq) > ($2, $3) AND (d.version, d.seq) IN (SELECT version, seq FROM review WHERE run = $1)
       ORDER BY d.version, d.seq LIMIT ${PAGE}`,
      [run, version, seq],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    ({ version, seq } = last);
  }
}
