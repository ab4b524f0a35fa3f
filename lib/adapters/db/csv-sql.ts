import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { FieldColumn } from "@/lib/services/files/ports";
import type { RunRecord } from "@/lib/services/runs/ports";

const { escapeIdentifier, escapeLiteral } = pg;

/**
 * Prefixes text that a spreadsheet would run as a formula with an apostrophe (OWASP: CSV
 * injection).
 */
export const escapeFormulaSql = (sql: string): string =>
  `CASE WHEN ${sql} ~ '^[=+@\\t\\r-]' THEN '''' || ${sql} ELSE ${sql} END`;

/**
 * A field of a JSON object as a cell: numbers and booleans unquoted, lists joined, texts safe from
 * formulas.
 */
export function fieldColumnSql(object: string, { field, type, header }: FieldColumn): string {
  const key = escapeLiteral(field);
  const bare = `${object}->>${key}`;
  const joined = `(SELECT string_agg(item, '; ') FROM jsonb_array_elements_text(CASE
    jsonb_typeof(${object}->${key}) WHEN 'array' THEN ${object}->${key} ELSE '[]' END) AS item)`;
  // A list of none is an answer, and not a missing one.
  const list =
    `CASE WHEN ${object}->${key} = '[]'::jsonb THEN '[]' ELSE ` + `${escapeFormulaSql(joined)} END`;
  // A text column may also hold numbers, where attributes of one name differ in type.
  const text =
    `CASE jsonb_typeof(${object}->${key}) WHEN 'number' THEN ${bare} ELSE ` +
    `${escapeFormulaSql(`(${bare})`)} END`;
  const cell =
    type === "list" ? list : type === "text" || type === "category" || type === "ref" ? text : bare;
  return `${cell} AS ${escapeIdentifier(header)}`;
}

/**
 * Columns that identify the source of a row, first in every file: simulated data are marked as
 * simulated.
 */
export function provenanceColumns(run: RunRecord): string {
  const model = run.isDemo ? `${run.model} (built-in demo model, not an LLM)` : run.model;
  const columns = { source: "simulated", model, run: run.id, condition: run.arm.name };
  const texts = Object.entries(columns).map(
    ([header, text]) => `${escapeFormulaSql(escapeLiteral(text))} AS ${escapeIdentifier(header)}`,
  );
  // A fork also contains the history of its origin: concatenated files must remain distinguishable.
  const fork = [
    `${run.forkOfId === null ? "NULL" : escapeLiteral(run.forkOfId)} AS fork_of`,
    `${run.forkRound ?? "NULL::int"} AS fork_round`,
  ];
  return [...texts, `${run.replicate} AS replicate`, `${run.seed} AS seed`, ...fork].join(", ");
}

/**
 * Bytes of a file that are passed on at a time: each part is compressed, flushed and sent by
 * itself, and the server sends parts of a few rows.
 */
const PART_BYTES = 256 * 1_024;

/** Streams the rows of a query as a CSV file with a header from the server to the reader. */
export async function* streamCsv(pool: pg.Pool, query: string): AsyncGenerator<Uint8Array> {
  const client = await pool.connect();
  let isWhole = false;
  try {
    let [part, bytes]: [Uint8Array[], number] = [[], 0];
    for await (const chunk of client.query(
      copyTo(`COPY (${query}) TO STDOUT (FORMAT csv, HEADER true)`),
    ) as AsyncIterable<Uint8Array>) {
      part.push(chunk);
      bytes += chunk.length;
      if (bytes < PART_BYTES) continue;
      yield Buffer.concat(part, bytes);
      [part, bytes] = [[], 0];
    }
    if (bytes > 0) yield Buffer.concat(part, bytes);
    isWhole = true;
  } finally {
    // After a COPY that failed, or whose reader left early, the connection cannot be reused.
    client.release(!isWhole);
  }
}
