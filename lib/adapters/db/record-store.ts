import { CALL_FAILURE_REASONS, type CallFailureReason } from "@/lib/domain/answers";
import type { EarlierReply } from "@/lib/domain/decision";
import type { RecordedReply, RecordStore } from "@/lib/services/record/ports";
import type { Database } from "./database";
import { VISIBLE_RUN } from "./visible";
import { joinEnvelope, restoreEnvelope } from "./shared-texts";
import { storableText } from "@/lib/domain/text/storable-text";

type Row = {
  place: number;
  /** Null where the last call failed. */
  raw: string | null;
  status: "valid" | "invalid" | "rejected";
  reason: CallFailureReason;
  message: string;
  model: string;
  endpoint: string;
  finish_reason: string;
  earlier: EarlierReply[] | null;
  envelope: string | null;
  base: string | null;
};

/**
 * Answers of earlier decisions of a project. A hash only finds candidates: the texts themselves are
 * compared. Of several answers to a question, those of the repeated run take precedence, then the
 * oldest.
 */
export const recordStore = ({ pool }: Database): RecordStore => ({
  async find({ projectId, recordOf }, questions) {
    const { rows } = await pool.query<Row>(
      `SELECT q.place::int AS place, d.raw, d.status, d.reason,
         coalesce(d.message, '') AS message, coalesce(d.model, '') AS model,
         coalesce(d.endpoint, '') AS endpoint, coalesce(d.finish_reason, '') AS finish_reason,
         d.earlier, d.envelope, d.base
       FROM unnest($3::bigint[], $4::text[], $5::text[]) WITH ORDINALITY
         AS q(request, system, prompt, place)
       JOIN LATERAL (
         SELECT d.raw, d.status, d.reason, d.message, d.model, d.endpoint,
           d.finish_reason, d.earlier, d.envelope, e.text AS base
         FROM decision d
         JOIN run r ON r.key = d.run JOIN study s ON s.id = r.study_id AND ${VISIBLE_RUN}
         LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head
         ${joinEnvelope("d.run")}
         WHERE d.request = q.request AND (d.raw IS NOT NULL OR d.reason = ANY($6))
           AND s.project_id = $1 AND d.prompt = q.prompt AND coalesce(h.text, '') = q.system
         ORDER BY (d.run = $2) DESC NULLS LAST, d.run, d.version, d.seq LIMIT 1
       ) d ON true`,
      [
        projectId,
        recordOf,
        questions.map(({ request }) => request),
        questions.map(({ system }) => storableText(system)),
        questions.map(({ prompt }) => storableText(prompt)),
        CALL_FAILURE_REASONS,
      ],
    );
    const found = questions.map((): readonly RecordedReply[] | undefined => undefined);
    for (const { place, raw, model, endpoint, finish_reason: finishReason, ...row } of rows) {
      const envelope = restoreEnvelope(row.envelope, row.base);
      const before = (row.earlier ?? []).map((reply) => ({
        text: reply.text,
        finishReason: reply.finishReason,
        envelope: reply.envelope ?? envelope,
        model,
        endpoint,
        ...(reply.failure && { failure: reply.failure }),
      }));
      // A rejected answer was valid when it was read.
      const recordedAs = row.status === "invalid" ? "invalid" : "valid";
      const last = {
        text: raw ?? "",
        finishReason,
        model,
        endpoint,
        envelope,
        recordedAs,
      } as const;
      const failure = { reason: row.reason, message: row.message };
      found[place - 1] = [...before, raw === null ? { ...last, failure } : last];
    }
    return found;
  },
});
