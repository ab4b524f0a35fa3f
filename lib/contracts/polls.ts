import { z } from "zod";
import { listedPollColumns } from "@/lib/domain/decision";
import { answerType } from "@/lib/domain/scenario";
import { agentId, agentNames } from "./population";

/** Selects respondents among the agents of one type. */
export const pollSample = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  /** A random sample: the same seed draws the same agents of the same world. */
  z.strictObject({
    kind: z.literal("random"),
    size: z.int().min(1).max(1_000_000),
    seed: z.int().min(0).max(2_147_483_647).default(1),
  }),
  /** Agents for whom an expression holds, with the agent as `self`. */
  z.strictObject({ kind: z.literal("where"), where: z.string().trim().min(1).max(4_000) }),
  z.strictObject({ kind: z.literal("agents"), agents: z.array(agentId).min(1).max(100_000) }),
]);
export type PollSample = z.input<typeof pollSample>;

/**
 * `POST /api/runs/ID/polls`: a questionnaire of the scenario by name, or ad-hoc items.
 */
export const pollInput = z
  .strictObject({
    label: z.string().trim().max(200).optional(),
    questionnaire: z.string().max(100).optional(),
    /** Read before the items; a template, with the agent as `self`. */
    intro: z.string().max(20_000).optional(),
    /**
     * Typed items as in a scenario's questionnaires: `{"trust": {"type": "integer", "min": 1,
     * "max": 7, "label": "…"}}`.
     */
    items: z.record(z.string(), z.unknown()).optional(),
    agentType: z.string().min(1).max(100),
    sample: pollSample.default({ kind: "all" }),
  })
  .refine(({ questionnaire, items }) => (questionnaire === undefined) !== (items === undefined), {
    path: ["items"],
    message: "Either name a questionnaire of the scenario or write items",
  });
export type PollInput = z.input<typeof pollInput>;

/** A `failed` poll keeps its answers and can be resumed. */
const pollStatus = z.enum(["running", "completed", "failed"]);
export type PollStatus = z.infer<typeof pollStatus>;

export const pollSummary = z.object({
  id: z.string(),
  label: z.string(),
  agentType: z.string(),
  /** Version of the world from which agents answer. */
  version: z.int(),
  round: z.int(),
  status: pollStatus,
  problem: z.string().nullable(),
  /** Numbers of agents asked, of answers, and of invalid answers among them. */
  asked: z.int(),
  answered: z.int(),
  invalid: z.int(),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Under `/api/runs/ID/files/`. */
  file: z.string(),
});
export type PollSummary = z.infer<typeof pollSummary>;

/**
 * Summary of the answers to one item: mean, standard deviation and range of numbers, most frequent
 * values of other types.
 */
const pollItemResult = z.object({
  name: z.string(),
  label: z.string(),
  type: answerType,
  /** Answers with a value; an empty list is one. */
  answers: z.int(),
  /** Empty lists among them: agents that chose none. */
  none: z.int(),
  /** Valid answers that leave this item out. */
  unanswered: z.int(),
  /** All that could be answered, in order; null where that is open or long. */
  scale: z.array(z.string()).nullable(),
  mean: z.number().nullable(),
  sd: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  counts: z.array(z.object({ value: z.string(), count: z.int() })),
});

/** `GET /api/runs/ID/polls/POLL`. */
export const pollDetail = pollSummary.extend({ intro: z.string(), items: z.array(pollItemResult) });
export type PollDetail = z.infer<typeof pollDetail>;

/** `GET /api/runs/ID/polls/POLL/answers?after=SEQ&limit=N`. */
export const pollAnswerQuery = z.object({
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const pollAnswer = z.object({ ...listedPollColumns(), names: agentNames });

export const pollAnswerPage = z.object({ rows: z.array(pollAnswer), next: z.int().nullable() });
export type PollAnswerPage = z.infer<typeof pollAnswerPage>;
