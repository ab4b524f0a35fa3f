import type { Value } from "@/lib/domain/scenario";
import type { NetworkStore } from "@/lib/services/networks/ports";
import type { Database } from "./database";

/** A network as it was before a version, from the versions of its rows, by index look-ups only. */
export const networkStore = ({ pool }: Database): NetworkStore => ({
  async endOfRound(run, round) {
    const { rows } = await pool.query<{ before: number }>(
      "SELECT coalesce(max(version) + 1, 0) AS before FROM step WHERE run = $1 AND round <= $2",
      [run, round],
    );
    return rows[0]?.before ?? 0;
  },

  async size({ run, table, before }) {
    // Ordinals count all rows ever created, and deletions are recorded, so the existing rows need
    // not be counted.
    const { rows } = await pool.query<{ ever: number; gone: number }>(
      `SELECT coalesce((SELECT ordinal FROM row_version WHERE run = $1 AND "table" = $2
        AND version < $3 ORDER BY ordinal DESC LIMIT 1), 0) AS ever,
         (SELECT count(*)::int FROM row_version WHERE run = $1 AND "table" = $2 AND data IS NULL
           AND version < $3) AS gone`,
      [run, table, before],
    );
    const { ever = 0, gone = 0 } = rows[0] ?? {};
    return { ever, rows: ever - gone };
  },

  async ties({ run, table, before }, ids, most) {
    const { rows } = await pool.query<{ id: string; to: string[]; from: string[] }>(
      `SELECT wanted.id, ${neighboursSql("source", "target")}
        AS to, ${neighboursSql("target", "source")} AS from FROM unnest($3::text[]) AS wanted(id)`,
      [run, table, ids, before, most],
    );
    return new Map(rows.map(({ id, to, from }) => [id, { to, from }]));
  },

  async rows({ run, table, before }, ordinals, attributes) {
    if (ordinals.length === 0) return new Map();
    const { rows } = await pool.query<{ id: string; cells: Value[] }>(
      `SELECT latest.row AS id, (SELECT coalesce(jsonb_agg(latest.data -> wanted.name
        ORDER BY place), '[]') FROM unnest($4::text[]) WITH ORDINALITY AS wanted(name, place))
        AS cells
       FROM unnest($3::int[]) AS wanted(ordinal) CROSS JOIN LATERAL (
         SELECT row, data FROM row_version WHERE run = $1 AND "table" = $2
           AND ordinal = wanted.ordinal AND version < $5 ORDER BY version DESC LIMIT 1
       ) AS latest WHERE latest.data IS NOT NULL`,
      [run, table, ordinals, attributes, before],
    );
    return new Map(rows.map(({ id, cells }) => [id, cells]));
  },
});

/**
 * Uses the key of the index on run, table and end (see the migration `tie_ends`). Ends never
 * change, so the first version of a tie contains them, however often its attributes change; the tie
 * exists unless it was deleted. Both conditions are separate subqueries: with a join, the planner
 * would compare every tie with every other version when it expects few.
 */
const neighboursSql = (own: "source" | "target", other: "source" | "target"): string =>
  `(SELECT coalesce(json_agg(DISTINCT other ORDER BY other), '[]') FROM (
     SELECT tie.data ->> '${other}' AS other FROM row_version AS tie
     WHERE (tie.run::text || ' ' || tie."table" || ' ' || (tie.data ->> '${own}')) COLLATE "C" =
       $1::int::text || ' ' || $2::text || ' ' || wanted.id AND tie.data ? 'source'
       AND tie.version < $4
       AND (SELECT true FROM row_version AS earlier WHERE earlier.run = $1 AND earlier."table" = $2
         AND earlier.ordinal = tie.ordinal AND earlier.version < tie.version LIMIT 1) IS NULL
       AND (SELECT true FROM row_version AS gone WHERE gone.run = $1 AND gone."table" = $2
         AND gone.ordinal = tie.ordinal AND gone.data IS NULL AND gone.version < $4 LIMIT 1) IS NULL
     LIMIT $5
   ) AS ends)`;
