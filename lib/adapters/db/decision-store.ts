import type pg from "pg";
import type { Review } from "@/lib/contracts/reviews";
import type {
  DecisionFilter,
  DecisionStore,
  AgentPattern,
  ListedDecision,
  StoredDecision,
} from "@/lib/services/decisions/ports";
import type { Database } from "./database";
import { DECISION_SQL } from "./decision-columns";
import { storableText } from "@/lib/domain/text/storable-text";

const LISTED_COLUMNS = `${DECISION_SQL.listed}, v.score, v.rewrite IS NOT NULL AS "hasRewrite"`;
const JOIN_REVIEW = `LEFT JOIN review v ON v.run = d.run AND v.version = d.version AND v.seq = d.seq
    AND v.reviewer_id = $2`;

type DetailRow = Omit<StoredDecision, "review"> &
  Pick<Review, "rewrite" | "comment"> & { readonly reviewedAt: Date | null };

const toStored = ({ rewrite, comment, reviewedAt, ...decision }: DetailRow): StoredDecision => ({
  ...decision,
  review: reviewedAt && {
    score: decision.score,
    rewrite,
    comment,
    updatedAt: reviewedAt.toISOString(),
  },
});

/** Matches are counted up to this number: further counting would be too slow for a page. */
const COUNT_LIMIT = 10_000;

/**
 * The conditions of a filter as SQL over $3, $4, …; parameters 1 and 2 are the run and the
 * reviewer.
 */
function buildSelection(
  filter: DecisionFilter,
  steps: readonly number[] | null,
): { from: string; where: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value) + 2}`;
  if (steps) parts.push(`d.version = ANY(${place(steps)}::int[])`);
  if (filter.status !== undefined)
    parts.push(
      "d.status = " +
        `${place(filter.status)}${filter.status === "valid" ? "" : " AND d.status <> 'valid'"}`,
    );
  if (filter.reviewed !== undefined) parts.push("v.id IS NOT NULL");
  if (filter.nullValues !== undefined) parts.push("d.null_values IS NOT NULL");
  let from = "decision";
  if (filter.agents?.every(({ isWhole }) => isWhole)) {
    // An agent has few decisions: the index on agents finds them, and OFFSET keeps the planner from
    // preferring an index for the other conditions.
    from = `(SELECT * FROM decision WHERE run = $1 AND agent =
      ANY(${place(filter.agents.map(({ id }) => storableText(id)))}::text[]) OFFSET 0)`;
  } else if (filter.agents) {
    const matches = (wanted: AgentPattern): string => `d.agent LIKE ${place(likePattern(wanted))}`;
    // One condition per pattern: only such conditions use the index.
    parts.push(`(${filter.agents.map(matches).join(" OR ")})`);
  }
  return {
    from: `${from} d ${JOIN_REVIEW}`,
    where: `d.run = $1${parts.map((part) => ` AND ${part}`).join("")}`,
    values,
  };
}

const likePattern = ({ id, isWhole }: AgentPattern): string =>
  `${storableText(id).replace(/[\\%_]/g, "\\$&")}${isWhole ? "" : "%"}`;

/**
 * The versions of the steps that a filter selects, which avoids a scan of the whole run; null when
 * it selects all. All decisions of a step have one round and phase.
 */
async function matchingSteps(
  pool: pg.Pool,
  run: number,
  { round, phase }: DecisionFilter,
): Promise<number[] | null> {
  if (round === undefined && phase === undefined) return null;
  const { rows } = await pool.query<{ version: number }>(
    `SELECT version FROM (
       SELECT version, round, phase FROM step WHERE run = $1
       UNION ALL
       SELECT version, first.round, first.phase FROM run, LATERAL (SELECT round, phase FROM decision
         WHERE run = $1 AND version = run.version ORDER BY seq LIMIT 1) AS first WHERE key = $1
     ) AS begun WHERE ($2::int IS NULL OR round = $2) AND ($3::text IS NULL OR phase = $3)`,
    [run, round ?? null, phase === undefined ? null : storableText(phase)],
  );
  return rows.map(({ version }) => version);
}

/** The number of matches, from the counts of the steps where these suffice. */
const canCountBySteps = ({ agents, reviewed, nullValues }: DecisionFilter): boolean =>
  agents === undefined && reviewed === undefined && nullValues === undefined;

function buildStepCount(
  { round, phase, status }: DecisionFilter,
  run: number,
): { text: string; values: unknown[] } {
  const counted =
    status === undefined
      ? "decisions"
      : status === "valid"
        ? "decisions - invalid - rejected"
        : status;
  const ofStep = "($2::int IS NULL OR round = $2) AND ($3::text IS NULL OR phase = $3)";
  const ofStatus = status === undefined || status === "valid" ? "true" : `status = '${status}'`;
  const open = `SELECT count(*) FROM decision WHERE run = $1 AND version = r.version AND ${ofStep}`;
  const faults = `(${open} AND status <> 'valid' AND ${ofStatus})`;
  // All decisions of one step have one round and one phase.
  const all = "CASE WHEN o.fits THEN r.step_done ELSE 0 END";
  const now = status === undefined ? all : status === "valid" ? `(${all} - ${faults})` : faults;
  return {
    text: `SELECT (coalesce((SELECT sum(${counted}) FROM step WHERE run = $1
      AND ${ofStep}), 0) + ${now})::int AS total
      FROM run r CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM (SELECT round, phase FROM decision
        WHERE run = $1 AND version = r.version ORDER BY seq LIMIT 1) AS first WHERE ${ofStep})
        AS fits) AS o
      WHERE r.key = $1`,
    values: [run, round ?? null, phase === undefined ? null : storableText(phase)],
  };
}

/** Decisions, each with the reviewer's own verdict. */
export function decisionStore({ pool }: Database): DecisionStore {
  return {
    async page(run, filter, reviewerId) {
      const steps = await matchingSteps(pool, run, filter);
      const { from, where, values } = buildSelection(filter, steps);
      const after = filter.after
        ? ` AND (d.version, d.seq) > (${filter.after.version}, ${filter.after.seq})`
        : "";
      const [rows, counted] = await Promise.all([
        pool.query<ListedDecision>(
          `SELECT ${LISTED_COLUMNS} FROM ${from} WHERE ${where}${after} ORDER BY d.version, d.seq
            LIMIT ${filter.limit}`,
          [run, reviewerId, ...values],
        ),
        canCountBySteps(filter)
          ? pool.query<{ total: number }>(buildStepCount(filter, run))
          : pool.query<{ total: number }>(
              `SELECT count(*)::int AS total FROM (SELECT FROM ${from} WHERE ${where}
                LIMIT ${COUNT_LIMIT + 1}) AS counted`,
              [run, reviewerId, ...values],
            ),
      ]);
      const total = counted.rows[0]?.total ?? 0;
      const atLeast = !canCountBySteps(filter) && total > COUNT_LIMIT;
      return { rows: rows.rows, total: atLeast ? COUNT_LIMIT : total, atLeast };
    },

    async get(run, version, seq, reviewerId) {
      const { rows } = await pool.query<DetailRow>(
        `SELECT ${LISTED_COLUMNS}, ${DECISION_SQL.detailed}, h.text AS system,
           v.rewrite, v.comment, v.updated_at AS "reviewedAt"
         FROM decision d ${JOIN_REVIEW} LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
         WHERE d.run = $1 AND d.version = $3 AND d.seq = $4`,
        [run, reviewerId, version, seq],
      );
      return rows[0] ? toStored(rows[0]) : null;
    },
  };
}
