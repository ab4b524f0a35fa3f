import type { Review } from "@/lib/contracts/reviews";
import type { DecisionFilter, DecisionStore, ListedDecision, StoredDecision } from "@/lib/services/runs/read-ports";
import type { Value } from "@/lib/domain/scenario";
import type { Database } from "./database";
import { Prisma } from "./generated/client";
import { storableText } from "./storable-text";

type ListedRow = {
  version: number; seq: number; round: number; phase: string; agent_type: string; agent: string; kind: ListedDecision["kind"]; about: string | null; action: string | null;
  status: ListedDecision["status"]; reason: string | null; values: Record<string, Value> | null; latency_ms: number; score: number | null; has_rewrite: boolean;
};
type DetailRow = ListedRow & {
  slot: number; offered: number; message: string | null; used_fallback: boolean; corrected: boolean; trimmed: string | null; system: string | null; prompt: string | null; raw: string | null;
  model: string | null; endpoint: string | null; prompt_tokens: number; completion_tokens: number; attempts: number; finish_reason: string | null;
  rewrite: Record<string, Value> | null; comment: string | null; reviewed_at: Date | null;
};

const LISTED = `d.version, d.seq, d.round, d.phase, d.agent_type, d.agent, d.kind, d.about, d.action, d.status, d.reason, d."values", d.latency_ms,
  v.score, v.rewrite IS NOT NULL AS has_rewrite`;
const VERDICT = "LEFT JOIN review v ON v.run = d.run AND v.version = d.version AND v.seq = d.seq AND v.reviewer_id = $2";

const toListed = (row: ListedRow): ListedDecision => ({
  version: row.version, seq: row.seq, round: row.round, phase: row.phase, agentType: row.agent_type, agent: row.agent, kind: row.kind, about: row.about, action: row.action,
  status: row.status, reason: row.reason, values: row.values, latencyMs: row.latency_ms, score: row.score, hasRewrite: row.has_rewrite,
});

const toStored = (row: DetailRow): StoredDecision => ({
  ...toListed(row),
  slot: row.slot, offered: row.offered, message: row.message, usedFallback: row.used_fallback, corrected: row.corrected, trimmed: row.trimmed, system: row.system, prompt: row.prompt, raw: row.raw,
  model: row.model, endpoint: row.endpoint, promptTokens: row.prompt_tokens, completionTokens: row.completion_tokens, attempts: row.attempts, finishReason: row.finish_reason,
  review: row.reviewed_at ? { score: row.score, rewrite: row.rewrite, comment: row.comment, updatedAt: row.reviewed_at.toISOString() } : null,
});

/** Conditions of a filter as SQL over $3, $4, …; parameters 1 and 2 are the run and the reviewer. */
function conditions(filter: DecisionFilter): { sql: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (sql: (place: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(sql(`$${values.length + 2}`));
  };
  if (filter.round !== undefined) add((place) => `d.round = ${place}`, filter.round);
  if (filter.phase !== undefined) add((place) => `d.phase = ${place}`, storableText(filter.phase));
  if (filter.status !== undefined) add((place) => `d.status = ${place}`, filter.status);
  // A whole id means that agent; anything else is how ids begin.
  if (filter.agent !== undefined) add((place) => `d.agent ILIKE ${place}`, `${storableText(filter.agent).replace(/[\\%_]/g, "\\$&")}${/-\d+$/.test(filter.agent) ? "" : "%"}`);
  if (filter.reviewed !== undefined) parts.push("v.id IS NOT NULL");
  return { sql: parts.map((part) => ` AND ${part}`).join(""), values };
}

/** Decisions and the reviews on them. */
export function decisionStore({ pool, prisma }: Database): DecisionStore {
  return {
    async page(run, filter, reviewerId) {
      const { sql, values } = conditions(filter);
      const after = filter.after ? ` AND (d.version, d.seq) > (${filter.after.version}, ${filter.after.seq})` : "";
      const [rows, total] = await Promise.all([
        pool.query<ListedRow>(`SELECT ${LISTED} FROM decision d ${VERDICT} WHERE d.run = $1${sql}${after} ORDER BY d.version, d.seq LIMIT ${filter.limit}`, [run, reviewerId, ...values]),
        sql === ""
          ? pool.query<{ total: number }>("SELECT decisions AS total FROM run WHERE key = $1", [run])
          : pool.query<{ total: number }>(`SELECT count(*)::int AS total FROM decision d ${VERDICT} WHERE d.run = $1${sql}`, [run, reviewerId, ...values]),
      ]);
      return { rows: rows.rows.map(toListed), total: total.rows[0]?.total ?? 0 };
    },

    async get(run, version, seq, reviewerId) {
      const { rows } = await pool.query<DetailRow>(
        `SELECT ${LISTED}, d.slot, d.offered, d.message, d.used_fallback, d.corrected, d.trimmed, h.text AS system, d.prompt, d.raw, d.model, d.endpoint,
           d.prompt_tokens, d.completion_tokens, d.attempts, d.finish_reason, v.rewrite, v.comment, v.updated_at AS reviewed_at
         FROM decision d ${VERDICT} LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
         WHERE d.run = $1 AND d.version = $3 AND d.seq = $4`,
        [run, reviewerId, version, seq],
      );
      return rows[0] ? toStored(rows[0]) : null;
    },

    async saveReview(run, version, seq, reviewerId, change): Promise<Review> {
      const data = {
        ...(change.score !== undefined && { score: change.score }),
        ...(change.comment !== undefined && { comment: change.comment === null ? null : storableText(change.comment) }),
        ...(change.rewrite !== undefined && { rewrite: change.rewrite === null ? Prisma.DbNull : (change.rewrite as Prisma.InputJsonObject) }),
      };
      const saved = await prisma.review.upsert({
        where: { run_version_seq_reviewerId: { run, version, seq, reviewerId } },
        create: { run, version, seq, reviewerId, ...data },
        update: data,
      });
      return { score: saved.score, rewrite: saved.rewrite as Review["rewrite"], comment: saved.comment, updatedAt: saved.updatedAt.toISOString() };
    },
  };
}
