import { z } from "zod";
import { interviewRole } from "@/lib/domain/interview";
import { agentId } from "./population";

/**
 * `POST /api/runs/ID/interviews`: one question to one agent in its current state. The
 * agent does not remember it.
 */
export const interviewQuestion = z.strictObject({
  agent: agentId,
  text: z.string().trim().min(1, "Write a question").max(4_000),
});

const interviewMessage = z.object({
  id: z.string(),
  role: interviewRole,
  /** Empty where an agent could not answer. */
  text: z.string(),
  /** Why an answer is missing or incomplete, and what to do; null for others. */
  problem: z.string().nullable(),
  /** Expressions of templates that had no value in the prompt of an answer; null without any. */
  nullValues: z.string().nullable(),
  /** Version and round of the world from which the agent answered. */
  version: z.int(),
  round: z.int(),
  model: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type InterviewMessage = z.infer<typeof interviewMessage>;

/** Response to `POST`: question and answer as stored. */
export const interviewExchange = z.object({ question: interviewMessage, answer: interviewMessage });
export type InterviewExchange = z.infer<typeof interviewExchange>;

/**
 * `GET /api/runs/ID/interviews?agent=Voter-3`: the viewer's own interview of one agent, oldest
 * first.
 */
export const interviewQuery = z.object({ agent: agentId.optional() });

export const interview = z.object({
  agent: z.string(),
  agentType: z.string(),
  messages: z.array(interviewMessage),
});
export type Interview = z.infer<typeof interview>;

/** Without `agent`: agents that the viewer has interviewed, the latest first. */
export const interviewList = z.array(
  z.object({
    agent: z.string(),
    agentType: z.string(),
    /** Its attribute `name`, if it has one. */
    name: z.string().nullable(),
    questions: z.int(),
    lastAt: z.iso.datetime(),
  }),
);
export type InterviewList = z.infer<typeof interviewList>;
