import type { Value } from "@/lib/domain/scenario";
import type { PopulationStore, RowNames, RowSearch } from "@/lib/services/population/ports";
import type { WorldSizes } from "@/lib/services/worlds/ports";
import type { Database } from "./database";
import { storableText } from "@/lib/domain/text/storable-text";

/** Maximum number of digits of an ordinal. */
const MAX_DIGITS = 9;
/** Number of rows of a table from which the length of all rows is estimated. */
const SAMPLE_SIZE = 200;

type FoundRow = { id: string; data: Record<string, Value> };
/** A range of ordinals, both ends included. */
type OrdinalRange = readonly [first: number, last: number];

const ALL_ORDINALS: readonly OrdinalRange[] = [[1, 10 ** MAX_DIGITS - 1]];

/**
 * Current rows of a world, from their versions: the process that serves pages need not hold the
 * world.
 */
export const populationStore = ({ pool }: Database): PopulationStore & RowNames & WorldSizes => {
  /** Searches along the key, range by range, and stops at the limit. */
  const first = async (
    run: number,
    table: string,
    spans: readonly OrdinalRange[],
    limit: number,
    holds = "true",
    further: readonly string[] = [],
  ) => {
    const { rows } = await pool.query<FoundRow>(
      `SELECT id, data FROM unnest($3::int[], $4::int[]) AS span(first, last), LATERAL (
         SELECT * FROM (
           SELECT DISTINCT ON (ordinal) ordinal, row AS id, data FROM row_version
           WHERE run = $1 AND "table" = $2 AND ordinal BETWEEN span.first AND span.last
             ORDER BY ordinal, version DESC
         ) AS latest WHERE data IS NOT NULL AND ${holds} ORDER BY ordinal LIMIT $5
       ) AS found ORDER BY ordinal LIMIT $5`,
      [run, table, ...toColumns(spans), limit, ...further],
    );
    return rows.map(({ id, data }) => ({ id, values: data }));
  };

  /**
   * Ordinals count all rows ever created, and deletions are recorded, so the existing rows need not
   * be counted.
   */
  const count = async (
    run: number,
    table: string,
    spans: readonly OrdinalRange[],
  ): Promise<number> => {
    const { rows } = await pool.query<{ total: number }>(
      `SELECT coalesce(sum(greatest(0, least(span.last, top) - span.first + 1) - (
         SELECT count(*) FROM row_version WHERE run = $1 AND "table" = $2 AND data IS NULL
           AND ordinal BETWEEN span.first AND span.last
       )), 0)::int AS total
       FROM unnest($3::int[], $4::int[]) AS span(first, last), (SELECT coalesce(max(ordinal), 0)
         AS top FROM row_version WHERE run = $1 AND "table" = $2) AS made`,
      [run, table, ...toColumns(spans)],
    );
    return rows[0]?.total ?? 0;
  };

  return {
    async find(run, table, search, limit) {
      if (search !== null && "text" in search) {
        const { holds, further } = searchPatterns(search.text);
        // Counting them would mean reading all agents.
        const rows = await first(run, table, ALL_ORDINALS, limit + 1, holds, further);
        return {
          rows: rows.slice(0, limit),
          total: Math.min(rows.length, limit),
          atLeast: rows.length > limit,
        };
      }
      const spans = search === null ? ALL_ORDINALS : rangesWithPrefix(search);
      const [rows, total] = await Promise.all([
        first(run, table, spans, limit),
        count(run, table, spans),
      ]);
      return { rows, total, atLeast: false };
    },

    async names(run, wanted) {
      // Names rarely change: the last version of a row that has data has the present one.
      const { rows } = await pool.query<{ id: string; name: string | null }>(
        `SELECT latest.row AS id, latest.name FROM unnest($2::text[], $3::int[])
           AS wanted(of, ordinal) CROSS JOIN LATERAL (
             SELECT row, data ->> 'name' AS name FROM row_version
             WHERE run = $1 AND "table" = wanted.of AND ordinal = wanted.ordinal
               AND data IS NOT NULL ORDER BY version DESC LIMIT 1
           ) AS latest`,
        [run, wanted.map(({ table }) => table), wanted.map(({ ordinal }) => ordinal)],
      );
      return rows;
    },

    async extent(run) {
      const { rows } = await pool.query<{ rows: number; characters: number }>(
        // Skips from one table to the next by the key, then to the last row of each; the first rows
        // show how long the rows are.
        `WITH RECURSIVE made AS (
           SELECT min("table") AS name FROM row_version WHERE run = $1
           UNION ALL
           SELECT (SELECT min("table") FROM row_version WHERE run = $1 AND "table" > name) FROM made
             WHERE name IS NOT NULL
         )
         SELECT coalesce(sum(rows), 0)::float8 AS rows, coalesce(sum(rows * length), 0)::float8
           AS characters FROM (
           SELECT (SELECT max(ordinal) FROM row_version WHERE run = $1 AND "table" = name) AS rows,
             (SELECT avg(length(data::text)) FROM (SELECT data FROM row_version WHERE run = $1
               AND "table" = name ORDER BY ordinal LIMIT ${SAMPLE_SIZE}) AS first) AS length
           FROM made WHERE name IS NOT NULL
         ) AS tables`,
        [run],
      );
      return rows[0] ?? { rows: 0, characters: 0 };
    },
  };
};

const toColumns = (spans: readonly OrdinalRange[]): [number[], number[]] => [
  spans.map(([from]) => from),
  spans.map(([, to]) => to),
];

/** 12, 120 to 129, 1200 to 1299, …. */
const rangesWithPrefix = ({ digits }: Extract<RowSearch, { digits: string }>): OrdinalRange[] =>
  Array.from(
    { length: Math.max(0, MAX_DIGITS - digits.length + 1) },
    (_, more) => [Number(digits) * 10 ** more, (Number(digits) + 1) * 10 ** more - 1] as const,
  );

/** The first condition is fast and admits too much, for instance names of attributes. */
function searchPatterns(searched: string): { holds: string; further: string[] } {
  const pattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const text = storableText(searched);
  return {
    holds: `data::text ILIKE $6 AND EXISTS (SELECT FROM jsonb_each(data) AS cell(name, value)
        WHERE jsonb_typeof(value) = 'string' AND value #>> '{}' ILIKE $7)`,
    further: [pattern(JSON.stringify(text).slice(1, -1)), pattern(text)],
  };
}
