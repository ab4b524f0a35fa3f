import type pg from "pg";
import type { Review } from "@/lib/contracts/reviews";
import type {
  DecisionFilter,
  DecisionStore,
  WantedAgents,
  ListedDecision,
  StoredDecision,
} from "@/lib/services/runs/read-ports";
import type { Value } from "@/lib/domain/scenario";
import type { Database } from "./database";
import { Prisma } from "./generated/client";
import { storableText } from "./storable-text";

type ListedRow = {
  version: number;
  seq: number;
  round: number;
  phase: string;
  agent_type: string;
  agent: string;
  kind: ListedDecision["kind"];
  about: string | null;
  action: string | null;
  status: ListedDecision["status"];
  reason: string | null;
  values: Record<string, Value> | null;
  latency_ms: number;
  score: number | null;
  has_rewrite: boolean;
};
type DetailRow = ListedRow & {
  slot: number;
  offered: number;
  message: string | null;
  used_fallback: boolean;
  corrected: boolean;
  trimmed: string | null;
  system: string | null;
  prompt: string | null;
  raw: string | null;
  model: string | null;
  endpoint: string | null;
  prompt_tokens: number;
  completion_tokens: number;
  attempts: number;
  finish_reason: string | null;
  cost: number | null;
  reused: boolean;
  rewrite: Record<string, Value> | null;
  comment: string | null;
  reviewed_at: Date | null;
};

const LISTED = `d.version, d.seq, d.round, d.phase, d.agent_type, d.agent, d.kind, d.about, d.action, d.status, d.reason, d."values", d.latency_ms,
  v.score, v.rewrite IS NOT NULL AS has_rewrite`;
const VERDICT =
  "LEFT JOIN review v ON v.run = d.run AND v.version = d.version AND v.seq = d.seq AND v.reviewer_id = $2";

const toListed = (row: ListedRow): ListedDecision => ({
  version: row.version,
  seq: row.seq,
  round: row.round,
  phase: row.phase,
  agentType: row.agent_type,
  agent: row.agent,
  kind: row.kind,
  about: row.about,
  action: row.action,
  status: row.status,
  reason: row.reason,
  values: row.values,
  latencyMs: row.latency_ms,
  score: row.score,
  hasRewrite: row.has_rewrite,
});

const toStored = (row: DetailRow): StoredDecision => ({
  ...toListed(row),
  slot: row.slot,
  offered: row.offered,
  message: row.message,
  usedFallback: row.used_fallback,
  corrected: row.corrected,
  trimmed: row.trimmed,
  system: row.system,
  prompt: row.prompt,
  raw: row.raw,
  model: row.model,
  endpoint: row.endpoint,
  promptTokens: row.prompt_tokens,
  completionTokens: row.completion_tokens,
  attempts: row.attempts,
  finishReason: row.finish_reason,
  cost: row.cost,
  reused: row.reused,
  review: row.reviewed_at
    ? {
        score: row.score,
        rewrite: row.rewrite,
        comment: row.comment,
        updatedAt: row.reviewed_at.toISOString(),
      }
    : null,
});

/** Counting further takes longer than anybody wants to wait for a number. */
const MOST_COUNTED = 10_000;

/** What a filter looks through, as SQL over $3, $4, …; parameters 1 and 2 are the run and the reviewer. */
function selection(
  filter: DecisionFilter,
  steps: readonly number[] | null,
): { from: string; where: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value) + 2}`;
  if (steps) parts.push(`d.version = ANY(${place(steps)}::int[])`);
  if (filter.status !== undefined)
    parts.push(
      `d.status = ${place(filter.status)}${filter.status === "valid" ? "" : " AND d.status <> 'valid'"}`,
    );
  if (filter.reviewed !== undefined) parts.push("v.id IS NOT NULL");
  let from = "decision";
  if (filter.agents?.every(({ isWhole }) => isWhole)) {
    // What one agent decided is little: the index on agents finds it, and OFFSET keeps the server from preferring another one for what else is asked.
    from = `(SELECT * FROM decision WHERE run = $1 AND agent = ANY(${place(filter.agents.map(({ id }) => storableText(id)))}::text[]) OFFSET 0)`;
  } else if (filter.agents) {
    // One condition each: only such a pattern is looked up in the index.
    parts.push(
      `(${filter.agents.map((wanted) => `d.agent LIKE ${place(likePattern(wanted))}`).join(" OR ")})`,
    );
  }
  return {
    from: `${from} d ${VERDICT}`,
    where: `d.run = $1${parts.map((part) => ` AND ${part}`).join("")}`,
    values,
  };
}

const likePattern = ({ id, isWhole }: WantedAgents): string =>
  `${storableText(id).replace(/[\\%_]/g, "\\$&")}${isWhole ? "" : "%"}`;

/** The versions of the steps that a filter means, which keep it from looking through the whole run; null when it means any. All decisions of a step are of one round and phase. */
async function stepsOf(
  pool: pg.Pool,
  run: number,
  { round, phase }: DecisionFilter,
): Promise<number[] | null> {
  if (round === undefined && phase === undefined) return null;
  const { rows } = await pool.query<{ version: number }>(
    `SELECT version FROM (
       SELECT version, round, phase FROM step WHERE run = $1
       UNION ALL
       SELECT version, first.round, first.phase FROM run, LATERAL (SELECT round, phase FROM decision WHERE run = $1 AND version = run.version ORDER BY seq LIMIT 1) AS first WHERE key = $1
     ) AS begun WHERE ($2::int IS NULL OR round = $2) AND ($3::text IS NULL OR phase = $3)`,
    [run, round ?? null, phase === undefined ? null : storableText(phase)],
  );
  return rows.map(({ version }) => version);
}

/** How many decisions fit, from the counts of the steps where these know. */
const countedBySteps = ({ agents, reviewed }: DecisionFilter): boolean =>
  agents === undefined && reviewed === undefined;

function stepCount(
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
  // All decisions of one step are of one round and one phase.
  const all = "CASE WHEN o.fits THEN r.step_done ELSE 0 END";
  const now = status === undefined ? all : status === "valid" ? `(${all} - ${faults})` : faults;
  return {
    text: `SELECT (coalesce((SELECT sum(${counted}) FROM step WHERE run = $1 AND ${ofStep}), 0) + ${now})::int AS total
      FROM run r CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM (SELECT round, phase FROM decision WHERE run = $1 AND version = r.version ORDER BY seq LIMIT 1) AS first WHERE ${ofStep}) AS fits) AS o
      WHERE r.key = $1`,
    values: [run, round ?? null, phase === undefined ? null : storableText(phase)],
  };
}

/** Decisions and the reviews on them. */
export function decisionStore({ pool, prisma }: Database): DecisionStore {
  return {
    async page(run, filter, reviewerId) {
      const steps = await stepsOf(pool, run, filter);
      const { from, where, values } = selection(filter, steps);
      const after = filter.after
        ? ` AND (d.version, d.seq) > (${filter.after.version}, ${filter.after.seq})`
        : "";
      const [rows, counted] = await Promise.all([
        pool.query<ListedRow>(
          `SELECT ${LISTED} FROM ${from} WHERE ${where}${after} ORDER BY d.version, d.seq LIMIT ${filter.limit}`,
          [run, reviewerId, ...values],
        ),
        countedBySteps(filter)
          ? pool.query<{ total: number }>(stepCount(filter, run))
          : pool.query<{ total: number }>(
              `SELECT count(*)::int AS total FROM (SELECT FROM ${from} WHERE ${where} LIMIT ${MOST_COUNTED + 1}) AS counted`,
              [run, reviewerId, ...values],
            ),
      ]);
      const total = counted.rows[0]?.total ?? 0;
      const atLeast = !countedBySteps(filter) && total > MOST_COUNTED;
      return { rows: rows.rows.map(toListed), total: atLeast ? MOST_COUNTED : total, atLeast };
    },

    async get(run, version, seq, reviewerId) {
      const { rows } = await pool.query<DetailRow>(
        `SELECT ${LISTED}, d.slot, d.offered, d.message, d.used_fallback, d.corrected, d.trimmed, h.text AS system, d.prompt, d.raw, d.model, d.endpoint,
           d.prompt_tokens, d.completion_tokens, d.attempts, d.finish_reason, d.cost, d.reused, v.rewrite, v.comment, v.updated_at AS reviewed_at
         FROM decision d ${VERDICT} LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
         WHERE d.run = $1 AND d.version = $3 AND d.seq = $4`,
        [run, reviewerId, version, seq],
      );
      return rows[0] ? toStored(rows[0]) : null;
    },

    async saveReview(run, version, seq, reviewerId, change): Promise<Review> {
      const data = {
        ...(change.score !== undefined && { score: change.score }),
        ...(change.comment !== undefined && {
          comment: change.comment === null ? null : storableText(change.comment),
        }),
        ...(change.rewrite !== undefined && {
          rewrite:
            change.rewrite === null ? Prisma.DbNull : (change.rewrite as Prisma.InputJsonObject),
        }),
      };
      const saved = await prisma.review.upsert({
        where: { run_version_seq_reviewerId: { run, version, seq, reviewerId } },
        create: { run, version, seq, reviewerId, ...data },
        update: data,
      });
      return {
        score: saved.score,
        rewrite: saved.rewrite as Review["rewrite"],
        comment: saved.comment,
        updatedAt: saved.updatedAt.toISOString(),
      };
    },
  };
}
