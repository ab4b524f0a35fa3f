import { z } from "zod";
import { CALL_FAILURE_REASONS } from "../answers";
import { decisionKind, decisionStatus, decisionValues, invalidReason } from "./decision";

/**
 * One column of a recorded decision. Everything that has to know all columns derives from this
 * declaration: the COPY of the recorder, the history that a fork copies, what a correction changes,
 * the fields of the API, what reads select, and the header of `decisions.csv`. Answers to polls are
 * stored in some of the same columns, and derive from it in the same way.
 */
export type DecisionColumn = {
  /** The value of the field, in memory and in the API. */
  readonly type: z.ZodType;
  /** How PostgreSQL stores it. */
  readonly sql: "integer" | "bigint" | "float" | "boolean" | "text" | "json" | SharedTable;
  /** Who fills it: the row's key, the recorder, or a later step (the table has a default). */
  readonly filledBy: "key" | "recorder" | "later";
  /** Whether a fork copies it from its origin, or sets another value. */
  readonly fork: "copy" | "own";
  /** The first of the API's two views that contains it. */
  readonly view: "list" | "detail" | "none";
  /** Its header in `decisions.csv`; `answer_*`: one column per answer; null: not in that file. */
  readonly csv: string | null;
  /** Written by a model or a person: a spreadsheet must not run it as a formula. */
  readonly freeText?: true;
  /** What it becomes in a decision that a person corrects: the value given, or this one. */
  readonly correction?: "given" | { readonly value: string | boolean | null };
  /** Answers to polls have it too; `list`: the API shows it there. */
  readonly poll?: "list" | "none";
  /** Its header in `poll-POLL.csv`. */
  readonly pollCsv?: string;
};

/**
 * A table of long texts that many decisions share: stored once per run, referenced by their hash.
 */
export type SharedTable = "prompt_head" | "request_envelope";

/** Declared columns by the name of their field. */
export type DecisionColumns = Readonly<Record<string, DecisionColumn>>;

const int = z.int();
const flag = z.boolean();
const text = z.string();
const note = z.string().nullable();

/** An invalid reply, which was sent back with its faults, or a call that failed. */
const earlierReply = z.object({
  text: z.string(),
  /** Present where the call failed, for a reason of its own. */
  failure: z.object({ reason: z.enum(CALL_FAILURE_REASONS), message: z.string() }).optional(),
  finishReason: z.string(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  latencyMs: z.number(),
  /** The correction sent after it; replies of earlier versions of the program lack it. */
  sentBack: z
    .object({
      /** The reply as shown to the model, trimmed, where that differs from its text. */
      answer: z.string().optional(),
      /** The faults found in it. */
      message: z.string(),
    })
    .optional(),
  /** The user's message of the call after it, where the prompt was shortened. */
  shorterPrompt: z.string().optional(),
  /** The envelope of the call that it answered, where that is not the envelope of the last call. */
  envelope: z.string().optional(),
});
export type EarlierReply = Readonly<z.infer<typeof earlierReply>>;

/** Filled by the recorder and copied by forks, as most columns are. */
const recorded = { filledBy: "recorder", fork: "copy" } as const;

/** In the order of `decisions.csv` and `poll-POLL.csv`. */
export const DECISION_COLUMNS = {
  version: { filledBy: "key", fork: "copy", type: int, sql: "integer", view: "list", csv: "step" },
  seq: { ...recorded, type: int, sql: "integer", view: "list", csv: "seq", poll: "list" },
  round: { ...recorded, type: int, sql: "integer", view: "list", csv: "round" },
  phase: { ...recorded, type: text, sql: "text", view: "list", csv: "phase" },
  agentType: { ...recorded, type: text, sql: "text", view: "list", csv: "agent_type" },
  agent: {
    ...recorded,
    type: text,
    sql: "text",
    view: "list",
    csv: "agent",
    poll: "list",
    pollCsv: "agent",
  },
  /** Counts the decisions of one agent in one step, from 0. */
  slot: { ...recorded, type: int, sql: "integer", view: "detail", csv: "decision" },
  kind: { ...recorded, type: decisionKind, sql: "text", view: "list", csv: "kind" },
  /** The row of `each`, or the conversation (`discussion#2`). */
  about: { ...recorded, type: note, sql: "text", view: "list", csv: "about", freeText: true },
  /** The action or questionnaire. */
  action: {
    ...recorded,
    type: note,
    sql: "text",
    view: "list",
    csv: "action",
    correction: "given",
  },
  /** How many actions the agent could choose from. */
  offered: { ...recorded, type: int, sql: "integer", view: "detail", csv: "offered" },
  status: {
    ...recorded,
    type: decisionStatus,
    sql: "text",
    view: "list",
    csv: "status",
    correction: { value: "valid" },
    poll: "list",
    pollCsv: "status",
  },
  reason: {
    ...recorded,
    type: invalidReason.nullable(),
    sql: "text",
    view: "list",
    csv: "reason",
    correction: { value: null },
    poll: "list",
    pollCsv: "reason",
  },
  /** A description of the problem for a reader. */
  message: {
    ...recorded,
    type: note,
    sql: "text",
    view: "detail",
    csv: "message",
    freeText: true,
    correction: { value: null },
    poll: "list",
    pollCsv: "message",
  },
  usedFallback: {
    ...recorded,
    type: flag,
    sql: "boolean",
    view: "detail",
    csv: "used_fallback",
    correction: { value: false },
  },
  /** Replaced by a person when this run was forked. */
  corrected: {
    ...recorded,
    filledBy: "later",
    type: flag,
    sql: "boolean",
    view: "detail",
    csv: "corrected",
    correction: { value: true },
  },
  /** The parts of the prompt that were trimmed to their token budgets: `memory, observation`. */
  trimmed: { ...recorded, type: note, sql: "text", view: "detail", csv: "trimmed" },
  /** The expressions of templates that had no value in the prompt: `self.income; self.age`. */
  nullValues: {
    ...recorded,
    type: note,
    sql: "text",
    view: "detail",
    csv: "null_values",
    freeText: true,
    poll: "list",
    pollCsv: "null_values",
  },
  /** Answers to the inputs of the action or the items of the questionnaire. */
  values: {
    ...recorded,
    type: decisionValues.nullable(),
    sql: "json",
    view: "list",
    csv: "answer_*",
    correction: "given",
    poll: "list",
    pollCsv: "answer_*",
  },
  /** The files of decisions begin with the run's model: it has a header in those of polls alone. */
  model: {
    ...recorded,
    type: note,
    sql: "text",
    view: "detail",
    csv: null,
    freeText: true,
    poll: "none",
    pollCsv: "answered_by",
  },
  endpoint: {
    ...recorded,
    type: note,
    sql: "text",
    view: "detail",
    csv: "endpoint",
    freeText: true,
    poll: "none",
    pollCsv: "endpoint",
  },
  promptTokens: {
    ...recorded,
    type: int,
    sql: "integer",
    view: "detail",
    csv: "prompt_tokens",
    poll: "none",
    pollCsv: "prompt_tokens",
  },
  completionTokens: {
    ...recorded,
    type: int,
    sql: "integer",
    view: "detail",
    csv: "completion_tokens",
    poll: "none",
    pollCsv: "completion_tokens",
  },
  /** Recorded with its fraction, stored in whole milliseconds. */
  latencyMs: { ...recorded, type: int, sql: "integer", view: "list", csv: "latency_ms" },
  attempts: {
    ...recorded,
    type: int,
    sql: "integer",
    view: "detail",
    csv: "attempts",
    poll: "none",
    pollCsv: "attempts",
  },
  /** US dollars; null where the endpoint has no price. */
  cost: {
    ...recorded,
    type: z.number().nullable(),
    sql: "float",
    view: "detail",
    csv: "cost_usd",
    poll: "none",
    pollCsv: "cost_usd",
  },
  /** Whether it was answered from the record of an earlier call. */
  reused: { ...recorded, type: flag, sql: "boolean", view: "detail", csv: "reused" },
  finishReason: {
    ...recorded,
    type: note,
    sql: "text",
    view: "detail",
    csv: "finish_reason",
    freeText: true,
  },
  /** The last reply as received. */
  raw: {
    ...recorded,
    type: note,
    sql: "text",
    view: "detail",
    csv: "raw_answer",
    freeText: true,
    poll: "list",
    pollCsv: "raw_answer",
  },

  /** The run's short key. */
  run: { filledBy: "key", fork: "own", type: int, sql: "integer", view: "none", csv: null },
  /** The part of the prompt that many decisions share: the system message. */
  head: { ...recorded, type: note, sql: "prompt_head", view: "none", csv: null, poll: "none" },
  /** The decision's own part of the prompt: the first user message. */
  prompt: { ...recorded, type: note, sql: "text", view: "detail", csv: null, poll: "list" },
  /** 64 bits, signed, of the hash of the first request; null without a request. */
  request: { ...recorded, type: z.bigint().nullable(), sql: "bigint", view: "none", csv: null },
  /** Everything of the body of the last call except its messages and its seed, as JSON. */
  envelope: {
    ...recorded,
    type: note,
    sql: "request_envelope",
    view: "none",
    csv: null,
    poll: "none",
  },
  /** The seed in the body of the calls; null without a request. */
  seed: {
    ...recorded,
    type: int.nullable(),
    sql: "integer",
    view: "none",
    csv: null,
    poll: "none",
  },
  /** The replies before the last; null where there was at most one. */
  earlier: {
    ...recorded,
    type: z.array(earlierReply).readonly().nullable(),
    sql: "json",
    view: "none",
    csv: null,
    poll: "none",
  },
} as const satisfies DecisionColumns;

type Columns = typeof DECISION_COLUMNS;

/** A field of a decision that is stored in a column. */
export type ColumnField = keyof Columns;

type ValueOf<Field extends ColumnField> = z.infer<Columns[Field]["type"]>;

/** Fields of the columns that have a property with one of these values. */
type FieldsWith<Property> = {
  readonly [Field in ColumnField as Columns[Field] extends Property ? Field : never]: Field;
};

type RecordedFields = FieldsWith<{ readonly filledBy: "recorder" }>;

/** A decision as a shard records it, with the calls that led to it. */
export type RecordedDecision = {
  readonly [Field in keyof RecordedFields]: ValueOf<Field>;
};

type PollFields = FieldsWith<{ readonly poll: "list" | "none" }>;

/** An answer to a poll with its calls; `seq` is the agent's index among those asked. */
export type RecordedPollAnswer = { readonly [Field in keyof PollFields]: ValueOf<Field> };

type CorrectedFields = FieldsWith<{ readonly correction: "given" }>;

/** What a person gives who corrects a decision. */
export type DecisionCorrection = { readonly [Field in keyof CorrectedFields]: ValueOf<Field> };

/** One agent's decision, without the calls that led to it. */
export type DecisionRecord = {
  readonly [
    Field in
      | "version"
      | "seq"
      | "round"
      | "phase"
      | "agentType"
      | "agent"
      | "slot"
      | "kind"
      | "action"
      | "status"
      | "reason"
      | "message"
      | "values"
      | "usedFallback"
  ]: ValueOf<Field>;
};

type View = Exclude<DecisionColumn["view"], "none">;

type ShownShape<Name extends View> = {
  readonly [Field in keyof FieldsWith<{ readonly view: Name }>]: Columns[Field]["type"];
};

/** The fields of one of the API's views, without those of the preceding views. */
export type ShownFields<Name extends View> = {
  readonly [Field in keyof ShownShape<Name>]: z.infer<ShownShape<Name>[Field]>;
};

type Shape = Readonly<Record<string, z.ZodType>>;

const shapeOf = (isIncluded: (column: DecisionColumn) => boolean): Shape =>
  Object.fromEntries(
    Object.entries(DECISION_COLUMNS)
      .filter(([, column]) => isIncluded(column))
      .map(([field, { type }]) => [field, type]),
  );

/** The columns of one of the API's views as the shape of a zod object. */
export const shownColumns = <Name extends View>(view: Name): ShownShape<Name> =>
  shapeOf((column) => column.view === view) as ShownShape<Name>;

type ListedPollShape = {
  readonly [Field in keyof FieldsWith<{ readonly poll: "list" }>]: Columns[Field]["type"];
};

/** The columns of an answer to a poll that the API shows, as the shape of a zod object. */
export const listedPollColumns = (): ListedPollShape =>
  shapeOf(({ poll }) => poll === "list") as ListedPollShape;

type RecordedShape = {
  readonly [Field in keyof RecordedFields]: Columns[Field]["type"];
};

/** The columns of a decision that the recorder fills, as the shape of a zod object. */
export const recordedColumns = (): RecordedShape =>
  shapeOf(({ filledBy }) => filledBy === "recorder") as RecordedShape;
