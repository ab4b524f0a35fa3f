import { z } from "zod";
import { decisionStatus, invalidReason } from "@/lib/domain/decision";
import { modelChoices, runStatus } from "@/lib/domain/run";
import { value } from "@/lib/domain/scenario";

// What people do with a run while it is going, paused or over: fork, intervene, interview, poll,
// replay, count faults.

/** `Voter-3`: the name of the type and the ordinal. */
const agentId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,59}-[1-9]\d{0,9}$/,
    "Name an agent by its id, for example Voter-3",
  );

/**
 * A change from outside: effects as a scenario writes them, in their order.
 * `@/lib/domain/intervention` makes the usual ones (tell something to a type or to chosen agents,
 * set an attribute of one agent). The engine checks them against the scenario; its problems point
 * into this object (`/effects/0/tell`).
 */
export const interventionInput = z.strictObject({
  label: z.string().trim().min(1, "Say in a few words what happens").max(200),
  effects: z.array(z.unknown()).min(1, "Add at least one effect").max(200),
});
export type InterventionInput = z.input<typeof interventionInput>;

/**
 * `pending` until the next step boundary of a run that is going; then part of the run, or `failed`
 * with the reason.
 */
export const interventionStatus = z.enum(["pending", "applied", "failed"]);

/** `GET /api/runs/ID/interventions` gives a list of these, the latest last; `POST` the new one. */
export const liveIntervention = z.object({
  id: z.string(),
  /** Counts the interventions of a run, from 1. */
  number: z.int(),
  label: z.string(),
  effects: z.array(z.unknown()),
  status: interventionStatus,
  /** Where it was applied: the version it made and the round it fell into. */
  version: z.int().nullable(),
  round: z.int().nullable(),
  problem: z.string().nullable(),
  /**
   * The name of who asked for it; null when that was the command line, or when the account is gone.
   */
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
});
export type LiveIntervention = z.infer<typeof liveIntervention>;

/**
 * Another answer in the place of a recorded one, of the same action unless `action` names another
 * that was on offer.
 */
export const correction = z.strictObject({
  version: z.int().min(0),
  seq: z.int().min(0),
  action: z.string().max(100).optional(),
  values: z.record(z.string(), value),
});

/**
 * `POST /api/runs/ID/fork`: a new run with the same history up to the beginning of `round`. With a
 * correction, the history goes on to the step of that decision, and `round` may be left out.
 */
export const forkRun = z
  .strictObject({
    round: z.int().min(1).max(10_000).optional(),
    /** How many rounds the new run has in all; the parent's number when left out. */
    rounds: z.int().min(1).max(10_000).optional(),
    /** Happens at the fork, before anything else. */
    intervention: interventionInput.optional(),
    correction: correction.optional(),
    /**
     * Who answers from the fork on, for every group that `models` does not name. Both left out: as
     * in the parent.
     */
    endpointId: z.string().optional(),
    models: modelChoices.optional(),
  })
  .refine(({ round, correction }) => round !== undefined || correction !== undefined, {
    path: ["round"],
    message: "Say from which round, or correct a decision",
  })
  .refine(
    ({ intervention, correction }) => intervention === undefined || correction === undefined,
    {
      path: ["intervention"],
      message: "Either correct a decision or intervene: fork the fork to do both",
    },
  );
export type ForkRun = z.input<typeof forkRun>;

export const forkedRun = z.object({ runId: z.string(), studyId: z.string() });
export type ForkedRun = z.infer<typeof forkedRun>;

/** A run that shares its history with another one. */
export const forkSummary = z.object({
  runId: z.string(),
  round: z.int(),
  /** What was changed, in words: a sentence. */
  change: z.string(),
  status: runStatus,
  createdAt: z.iso.datetime(),
});

/**
 * `GET /api/runs/ID/fork`: where a run comes from, what was forked off it, and from where it can be
 * forked now.
 */
export const forks = z.object({
  origin: forkSummary.nullable(),
  forks: z.array(forkSummary),
  /** The rounds to fork from; null before the first one has begun. */
  from: z.object({ first: z.int(), last: z.int() }).nullable(),
  /**
   * The round after the last of a run that is over: a fork from there needs more `rounds` than this
   * one had.
   */
  continueAt: z.int().nullable(),
  rounds: z.int(),
});
export type Forks = z.infer<typeof forks>;

/**
 * `POST /api/runs/ID/interviews`: one question to one agent, as it is now. Nothing of it is
 * remembered by the agent.
 */
export const interviewQuestion = z.strictObject({
  agent: agentId,
  text: z.string().trim().min(1, "Write a question").max(4_000),
});

export const interviewMessage = z.object({
  id: z.string(),
  role: z.enum(["interviewer", "agent"]),
  text: z.string(),
  /** The agent spoke from the world as of this version and round. */
  version: z.int(),
  round: z.int(),
  model: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type InterviewMessage = z.infer<typeof interviewMessage>;

/** What `POST` answers: the question and the reply as stored. */
export const interviewExchange = z.object({ question: interviewMessage, answer: interviewMessage });
export type InterviewExchange = z.infer<typeof interviewExchange>;

/**
 * `GET /api/runs/ID/interviews?agent=Voter-3`: the asker's own chat with one agent, oldest first.
 */
export const interviewQuery = z.object({ agent: agentId.optional() });
export const interview = z.object({
  agent: z.string(),
  agentType: z.string(),
  messages: z.array(interviewMessage),
});
export type Interview = z.infer<typeof interview>;

/** Without `agent`: the agents the asker has talked to, the latest first. */
export const interviewList = z.array(
  z.object({
    agent: z.string(),
    agentType: z.string(),
    questions: z.int(),
    lastAt: z.iso.datetime(),
  }),
);
export type InterviewList = z.infer<typeof interviewList>;

/** Who is asked, among the agents of one type. */
export const pollSample = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  /** So many, drawn at random: the same seed draws the same ones of the same world. */
  z.strictObject({
    kind: z.literal("random"),
    size: z.int().min(1).max(1_000_000),
    seed: z.int().min(0).max(2_147_483_647).default(1),
  }),
  /** Those for whom an expression holds; they are `self` in it. */
  z.strictObject({ kind: z.literal("where"), where: z.string().trim().min(1).max(4_000) }),
  z.strictObject({ kind: z.literal("agents"), agents: z.array(agentId).min(1).max(100_000) }),
]);
export type PollSample = z.input<typeof pollSample>;

/**
 * `POST /api/runs/ID/polls`: a questionnaire of the scenario by name, or items written for the
 * occasion.
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

/** A poll that `failed` keeps the answers it has; it can be resumed. */
export const pollStatus = z.enum(["running", "completed", "failed"]);

export const pollSummary = z.object({
  id: z.string(),
  label: z.string(),
  agentType: z.string(),
  /** The world the agents answered from. */
  version: z.int(),
  round: z.int(),
  status: pollStatus,
  problem: z.string().nullable(),
  /** How many agents are asked, how many have been, and how many of those gave no usable answer. */
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
 * The answers to one item, counted. Numbers have a mean, a standard deviation and a range; the
 * others their commonest values.
 */
export const pollItemResult = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(["boolean", "integer", "number", "category", "ref", "text", "list", "records"]),
  answers: z.int(),
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
export const pollAnswer = z.object({
  seq: z.int(),
  agent: z.string(),
  status: decisionStatus,
  reason: z.string().nullable(),
  message: z.string().nullable(),
  values: z.record(z.string(), value).nullable(),
  prompt: z.string().nullable(),
  raw: z.string().nullable(),
});
export const pollAnswerPage = z.object({ rows: z.array(pollAnswer), next: z.int().nullable() });
export type PollAnswerPage = z.infer<typeof pollAnswerPage>;

/** `POST /api/runs/ID/replay`: the recorded decisions played again without a model. */
export const replayResult = z.object({
  /** Steps that were played again. */
  steps: z.int(),
  /** The digest of the last of them, as computed now. */
  digest: z.string().nullable(),
  /** Whether every step has the digest that was recorded. */
  equal: z.boolean(),
  firstDifference: z
    .object({ round: z.int(), phase: z.string(), recorded: z.string(), replayed: z.string() })
    .nullable(),
});
export type ReplayResult = z.infer<typeof replayResult>;

const faultCounts = {
  decisions: z.int(),
  valid: z.int(),
  invalid: z.int(),
  /** Fine when it was made, and no longer possible when it was carried out. */
  rejected: z.int(),
  /** Invalid decisions in whose place a fallback stood. */
  fallback: z.int(),
  /** Invalid decisions by reason; only reasons that occurred. */
  reasons: z.partialRecord(invalidReason, z.int()),
};

/**
 * `GET /api/runs/ID/faults`: how many decisions could not be used, and why: in all, and phase by
 * phase in the scenario's order.
 */
export const decisionFaults = z.object({
  ...faultCounts,
  phases: z.array(z.object({ phase: z.string(), label: z.string(), ...faultCounts })),
});
export type DecisionFaults = z.infer<typeof decisionFaults>;
