import { z } from "zod";
import { storedLevel, type LogEntry } from "@/lib/contracts/logs";
import type { LogStore } from "@/lib/services/logs/ports";
import type { Database } from "./database";
import { VISIBLE_RUN } from "./visible";

/** Entries that are kept; a row has a kilobyte or less. */
const MAX_ENTRIES = 10_000;
/** Statements are cancelled after this many milliseconds: the log must not hold up a process. */
const QUERY_TIMEOUT_MS = 5_000;

const INSERT = `INSERT INTO log_entry (at, level, program, host, pid, message, run, details)
  SELECT at, level, program, host, pid, message, run, details FROM json_to_recordset($1::json)
    AS e(at timestamptz, level text, program text, host text, pid int, message text, run text,
      details json)`;

/** Ids only rise, and gaps mean that fewer are kept. */
const DELETE_OLDEST = `DELETE FROM log_entry WHERE id <= (SELECT max(id) FROM log_entry) - $1`;

const SELECT = `SELECT id::float8 AS id, at, level, program, host, pid, message, run,
    CASE WHEN run ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN NOT EXISTS (SELECT FROM run r
      JOIN study s ON s.id = r.study_id WHERE r.id = log_entry.run::uuid AND ${VISIBLE_RUN})
      ELSE false END AS "isRunDeleted", details
  FROM log_entry
  WHERE ($1::text IS NULL OR level = $1) AND ($2::text IS NULL OR program = $2)
    AND ($3::text IS NULL OR run = $3)
    AND ($4::text IS NULL OR
      position(lower($4) IN lower(concat_ws(' ', message, host, run, details::text))) > 0)
    AND ($5::bigint IS NULL OR id < $5)
  ORDER BY id DESC LIMIT $6`;

const row = z.object({
  id: z.int(),
  at: z.date().transform((at) => at.toISOString()),
  level: storedLevel,
  program: z.string(),
  host: z.string(),
  pid: z.int(),
  message: z.string(),
  run: z.string().nullable(),
  isRunDeleted: z.boolean(),
  details: z.record(z.string(), z.string()).catch({}),
});

/** The log of all processes, in a table of limited size. */
export const logStore = ({ pool }: Pick<Database, "pool">): LogStore => ({
  async add(entries) {
    const query = (text: string, values: unknown[]) =>
      pool.query({ text, values, query_timeout: QUERY_TIMEOUT_MS } as { text: string });
    await query(INSERT, [JSON.stringify(entries)]);
    await query(DELETE_OLDEST, [MAX_ENTRIES]);
  },
  async list({ level, program, run, text, before, limit }): Promise<LogEntry[]> {
    const { rows } = await pool.query(SELECT, [
      level ?? null,
      program ?? null,
      run ?? null,
      text === "" ? null : (text ?? null),
      before ?? null,
      limit,
    ]);
    return z.array(row).parse(rows);
  },
});
