import type pg from "pg";
import { z } from "zod";
import {
  endpointReport,
  type KnownProcess,
  type ProcessReport,
  type ProcessStore,
} from "@/lib/services/processes/ports";
import type { Database } from "./database";

/** Statements are cancelled after this many milliseconds: the next report replaces them. */
const QUERY_TIMEOUT_MS = 5_000;

const NOW = "(now() AT TIME ZONE 'UTC')";
const millisecondsAgo = (parameter: string): string =>
  `${NOW} - ${parameter}::float8 * interval '1 millisecond'`;

/**
 * A single statement: the row, and the number of other live processes. The count does not see the
 * row just written.
 */
const REPORT = `
  WITH said AS (
    INSERT INTO process_status (id, program, host, pid, roles, started_at, seen_at, memory,
      endpoints)
    VALUES ($1, $2, $3, $4, $5, $6, ${NOW}, $7, $8)
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, memory = excluded.memory, endpoints =
      excluded.endpoints
  )
  SELECT count(*)::int AS others FROM process_status
  WHERE id <> $1 AND seen_at > ${millisecondsAgo("$10")}
    AND $9 = ANY (string_to_array(roles, ','))`;

const LIST = `
  SELECT id, program, host, pid, roles, started_at AT TIME ZONE 'UTC' AS started_at, memory::float8
    AS memory, endpoints,
    greatest(0, extract(epoch FROM ${NOW} - seen_at) * 1000)::float8 AS silent
  FROM process_status WHERE seen_at > ${millisecondsAgo("$1")} ORDER BY program, started_at, id`;

const row = z.object({
  id: z.string(),
  program: z.string(),
  host: z.string(),
  pid: z.int(),
  roles: z.string(),
  started_at: z.date(),
  memory: z.number(),
  silent: z.number(),
  // A process of another version may report endpoints in another format: it counts as live all the
  // same.
  endpoints: z.array(endpointReport).catch([]),
});

const toKnownProcess = ({
  roles,
  started_at,
  silent,
  ...known
}: z.infer<typeof row>): KnownProcess => ({
  ...known,
  roles: roles.split(",").filter((role) => role !== ""),
  startedAt: started_at,
  silentMs: silent,
});

/** Reports of processes in the database, by its clock. */
export const processStore = ({ pool }: Pick<Database, "pool">): ProcessStore => {
  const query = <Row extends pg.QueryResultRow>(
    text: string,
    values: unknown[],
  ): Promise<pg.QueryResult<Row>> => {
    const config = { text, values, query_timeout: QUERY_TIMEOUT_MS };
    return pool.query<Row>(config);
  };
  return {
    async report(
      { id, program, host, pid, roles, startedAt, memory, endpoints }: ProcessReport,
      role,
      liveMs,
    ) {
      const { rows } = await query<{ others: number }>(REPORT, [
        id,
        program,
        host,
        pid,
        roles.join(","),
        startedAt.toISOString(),
        Math.round(memory),
        JSON.stringify(endpoints),
        role,
        liveMs,
      ]);
      return (rows[0]?.others ?? 0) + (roles.includes(role) ? 1 : 0);
    },
    async remove(id) {
      await query("DELETE FROM process_status WHERE id = $1", [id]);
    },
    async live(withinMs) {
      const { rows } = await query(LIST, [withinMs]);
      return z.array(row).parse(rows).map(toKnownProcess);
    },
    async removeSilent(silentMs) {
      await query(`DELETE FROM process_status WHERE seen_at < ${millisecondsAgo("$1")}`, [
        silentMs,
      ]);
    },
  };
};
