import type { Value } from "@/lib/domain/scenario";
import type { CastStore, FoundRows, RowSearch } from "@/lib/services/cast/ports";
import type { Database } from "./database";
import { storableText } from "./storable-text";

/** Ordinals have at most so many digits. */
const MOST_DIGITS = 9;

type FoundRow = { id: string; data: Record<string, Value>; total: string };

/** Rows of a world as they are now, straight from their versions: the process that serves pages need not hold the world. */
export const castStore = ({ pool }: Database): CastStore => ({
  find: async (run, table, search, limit) => {
    const values = [run, table, limit];
    if (search === null) {
      // Ordinals count all rows that ever were; those that went left a mark. So nobody has to count the others.
      const text = `SELECT id, data, (SELECT max(ordinal) FROM row_version WHERE run = $1 AND "table" = $2)
          - (SELECT count(*) FROM row_version WHERE run = $1 AND "table" = $2 AND data IS NULL) AS total
        FROM (${latest("true")}) AS latest WHERE data IS NOT NULL ORDER BY ordinal LIMIT $3`;
      return found(await pool.query<FoundRow>(text, values));
    }
    const { where, having, further } = conditions(search);
    const text = `SELECT id, data, count(*) OVER () AS total FROM (${latest(where)}) AS latest WHERE data IS NOT NULL AND ${having} ORDER BY ordinal LIMIT $3`;
    return found(await pool.query<FoundRow>(text, [...values, ...further]));
  },
});

const latest = (where: string): string =>
  `SELECT DISTINCT ON (ordinal) ordinal, row AS id, data FROM row_version WHERE run = $1 AND "table" = $2 AND (${where}) ORDER BY ordinal, version DESC`;

const found = ({ rows }: { rows: FoundRow[] }): FoundRows => ({ rows: rows.map(({ id, data }) => ({ id, values: data })), total: Number(rows[0]?.total ?? 0) });

function conditions(search: NonNullable<RowSearch>): { where: string; having: string; further: unknown[] } {
  if ("digits" in search) {
    // 12, 120 to 129, 1200 to 1299, …: ranges of the key.
    const ranges = Array.from({ length: Math.max(0, MOST_DIGITS - search.digits.length + 1) }, (_, more) => [Number(search.digits) * 10 ** more, (Number(search.digits) + 1) * 10 ** more - 1]);
    return { where: ranges.map(([first, last]) => `ordinal BETWEEN ${first} AND ${last}`).join(" OR ") || "false", having: "true", further: [] };
  }
  const pattern = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const text = storableText(search.text);
  // The first condition is quick and lets too much through: names of attributes, for instance.
  return {
    where: "true",
    having: "data::text ILIKE $4 AND EXISTS (SELECT FROM jsonb_each(data) AS cell(name, value) WHERE jsonb_typeof(value) = 'string' AND value #>> '{}' ILIKE $5)",
    further: [pattern(JSON.stringify(text).slice(1, -1)), pattern(text)],
  };
}
