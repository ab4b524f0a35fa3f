import { writeAudit } from "./audit-store";
import type { InterviewStore, StoredMessage } from "@/lib/services/interviews/ports";
import { inTransaction, type Database } from "./database";
import { storableText } from "./storable-text";
import { timeOrderedId } from "./time-ordered-id";

type Row = {
  id: string;
  role: StoredMessage["role"];
  text: string;
  version: number;
  round: number;
  model: string | null;
  created_at: Date;
};

const COLUMNS = "id, role, text, version, round, model, created_at";

const toStored = ({ created_at, ...row }: Row): StoredMessage => ({
  ...row,
  createdAt: created_at,
});

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
    return inTransaction(pool, async (client) => {
      const { rows } = await client.query<Row>(
        `INSERT INTO interview_message (id, run, agent_type, agent, user_id, role, text, version,
           round, model, endpoint, prompt_tokens, completion_tokens, cost, request)
         SELECT m.id, $1, $2, $3, $4, m.role, m.text, m.version, m.round, m.model, m.endpoint,
           m.prompt_tokens, m.completion_tokens, m.cost, m.request
         FROM unnest($5::uuid[], $6::text[], $7::text[], $8::int[], $9::int[], $10::text[],
           $11::text[], $12::int[], $13::int[], $14::float8[], $15::text[])
           WITH ORDINALITY AS m(id, role, text, version, round, model, endpoint, prompt_tokens,
             completion_tokens, cost, request, place)
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
          messages.map((m) => m.request),
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
