import { writeAudit } from "./audit-store";
import type { InterviewCall, InterviewStore, StoredMessage } from "@/lib/services/interviews/ports";
import { inTransaction, type Database } from "./database";
import {
  collectSharedTexts,
  holdSharedTexts,
  type SharedTexts,
  storeSharedTexts,
} from "./shared-texts";
import { storableText } from "@/lib/domain/text/storable-text";
import { timeOrderedId } from "./time-ordered-id";

type Row = {
  id: string;
  role: StoredMessage["role"];
  text: string;
  problem: string | null;
  null_values: string | null;
  version: number;
  round: number;
  model: string | null;
  created_at: Date;
};

const COLUMNS = "id, role, text, problem, null_values, version, round, model, created_at";

const toStored = ({ created_at, null_values, ...row }: Row): StoredMessage => ({
  ...row,
  nullValues: null_values,
  createdAt: created_at,
});

/** What is stored of a call: its row, and all rows whose texts the run keeps once. */
type SharedCall = {
  readonly row: SharedRow;
  readonly shared: readonly SharedRow[];
  readonly messages: readonly string[];
  readonly seed: number;
};

type SharedRow = { readonly head: string | null; readonly envelope: string | null };

function shareTexts({ system, messages, envelope, seed }: InterviewCall): SharedCall {
  const texts = messages.map(storableText);
  const row = { head: system === null ? null : storableText(system), envelope };
  return {
    row,
    shared: [row, ...texts.map((head) => ({ head, envelope: null }))],
    messages: texts,
    seed,
  };
}

const hashIn = ({ heads }: SharedTexts, text: string | null | undefined): string | null =>
  (typeof text === "string" ? heads.get(text) : null) ?? null;

/** Messages of interviews. */
export const interviewStore = ({ pool }: Database): InterviewStore => ({
  async messages({ run, agent, userId }) {
    // Question and answer are stored with the same time: the interviewer's comes first.
    const { rows } = await pool.query<Row>(
      `SELECT ${COLUMNS} FROM interview_message WHERE run = $1 AND agent = $2 AND user_id = $3
        ORDER BY created_at, role DESC, id`,
      [run, agent, userId],
    );
    return rows.map(toStored);
  },

  async add({ run, agentType, agent, userId }, messages, audit) {
    const calls = messages.map(({ request }) => request && shareTexts(request));
    const texts = collectSharedTexts(calls.flatMap((call) => call?.shared ?? []));
    return inTransaction(pool, async (client) => {
      await holdSharedTexts(client, run);
      await storeSharedTexts(client, run, texts);
      const { rows } = await client.query<Row>(
        `INSERT INTO interview_message (id, run, agent_type, agent, user_id, role, text, version,
           round, model, endpoint, prompt_tokens, completion_tokens, cost, head, messages, envelope,
           seed, problem, null_values)
         SELECT m.id, $1, $2, $3, $4, m.role, m.text, m.version, m.round, m.model, m.endpoint,
           m.prompt_tokens, m.completion_tokens, m.cost, m.head,
           ARRAY(SELECT json_array_elements_text(m.messages)), m.envelope, m.seed, m.problem,
           m.null_values
         FROM unnest($5::uuid[], $6::text[], $7::text[], $8::int[], $9::int[], $10::text[],
           $11::text[], $12::int[], $13::int[], $14::float8[], $15::text[], $16::json[],
           $17::text[], $18::int[], $19::text[], $20::text[])
           WITH ORDINALITY AS m(id, role, text, version, round, model, endpoint, prompt_tokens,
             completion_tokens, cost, head, messages, envelope, seed, problem, null_values, place)
       ORDER BY m.place RETURNING ${COLUMNS}`,
        [
          run,
          agentType,
          agent,
          userId,
          messages.map(timeOrderedId),
          messages.map((m) => m.role),
          messages.map((m) => storableText(m.text)),
          messages.map((m) => m.version),
          messages.map((m) => m.round),
          messages.map((m) => m.model),
          messages.map((m) => m.endpoint),
          messages.map((m) => m.promptTokens),
          messages.map((m) => m.completionTokens),
          messages.map((m) => m.cost),
          calls.map((call) => hashIn(texts, call?.row.head)),
          calls.map((call) =>
            JSON.stringify((call?.messages ?? []).map((text) => hashIn(texts, text))),
          ),
          calls.map((call) => (call && texts.envelopes.get(call.row)) ?? null),
          calls.map((call) => call?.seed ?? null),
          messages.map((m) => m.problem && storableText(m.problem)),
          messages.map((m) => m.nullValues && storableText(m.nullValues)),
        ],
      );
      await writeAudit(client, audit.entry, audit.runId);
      return rows.map(toStored);
    });
  },

  async list(run, userId) {
    const { rows } = await pool.query<{
      agent: string;
      agent_type: string;
      questions: number;
      last_at: Date;
    }>(
      `SELECT agent, agent_type, count(*) FILTER (WHERE role = 'interviewer')::int
        AS questions, max(created_at) AS last_at
       FROM interview_message WHERE run = $1 AND user_id = $2 GROUP BY agent, agent_type
         ORDER BY last_at DESC, agent`,
      [run, userId],
    );
    return rows.map(({ agent, agent_type, questions, last_at }) => ({
      agent,
      agentType: agent_type,
      questions,
      lastAt: last_at,
    }));
  },
});
