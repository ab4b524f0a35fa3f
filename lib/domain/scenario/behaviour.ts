import { z } from "zod";
import { answerInput } from "./answer";
import { effects } from "./effect";
import { conversationModel, modelGroup } from "./model";
import { expression, label, name, recordByName, prose, template } from "./primitives";

export const view = z.strictObject({
  label: label.optional(),
  /** A table's name or an expression that yields a list of rows. */
  from: expression,
  where: expression.optional(),
  /** Highest first. */
  rank: expression.optional(),
  limit: expression.optional(),
});
export type View = z.infer<typeof view>;

const requirement = z.union([expression, z.strictObject({ that: expression, else: prose })]);
const inputs = recordByName(answerInput).default({});

/** Group of endpoints that answers, overriding that of the agent. */
const model = modelGroup.optional();

export const action = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  when: expression.optional(),
  prompt: template,
  inputs,
  /**
   * Checked again at commit; a requirement that no longer holds rejects the decision.
   */
  require: z.union([requirement, z.array(requirement)]).optional(),
  effects: effects.default([]),
  /** Used when no valid answer came: skip, or these inputs. */
  fallback: z
    .union([z.literal("skip"), z.strictObject({ answer: z.record(name, expression) })])
    .default("skip"),
  model,
});
export type Action = z.infer<typeof action>;

/**
 * Turns are rows of a table with the conversation's name. All parts also see `members`, the `turns`
 * so far, and `moderator`.
 */
export const conversation = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  /**
   * Agents of one type: one conversation, or with `groups` in the phase one per group, bound to
   * `row`.
   */
  members: expression.optional(),
  /**
   * `agent`: each speaks for itself; `script`: one call writes all turns; `hybrid`: agents may
   * revise the turns of a script.
   */
  mode: z.enum(["agent", "script", "hybrid"]).default("agent"),
  /**
   * The next speaker: members in turn; random, never twice in a row; named by the last speaker or
   * by the moderator; or the member that an expression yields, where no member ends the
   * conversation. Ignored by scripts.
   */
  next: z
    .union([
      z.enum(["roundRobin", "random", "lastSpeaker", "moderator"]),
      z.strictObject({ expression }),
    ])
    .default("roundRobin"),
  /** An agent, of any type. */
  moderator: expression.optional(),
  maxTurns: expression,
  /** Prompt of a speaker, or of the writer of a script. */
  prompt: template,
  /** Prompt of the writer of a script, if different. */
  script: template.optional(),
  /** Prompt of the moderator. Default: the turns so far and a request for the next speaker. */
  moderation: template.optional(),
  /** Inputs of every turn. `text` is added unless declared. */
  inputs,
  /** Ends the conversation early; sees the turns so far. */
  end: expression.optional(),
  /** Every member decides once all conversations of the phase are over. */
  closing: z.strictObject({ prompt: template, inputs, effects: effects.default([]) }).optional(),
  /** Applied once per conversation, after closing decisions. */
  after: effects.default([]),
  /**
   * Overrides the model of the speakers. Default: each agent's own; for scripts that of the
   * members.
   */
  model: conversationModel.optional(),
});
export type Conversation = z.infer<typeof conversation>;

export const questionnaire = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  /** Read before the items. */
  intro: template.default(""),
  items: z.record(name, answerInput),
  /** Answers are data; they change the world only where an effect says so. */
  effects: effects.default([]),
  model,
});
export type Questionnaire = z.infer<typeof questionnaire>;

export const intervention = z.strictObject({
  id: name,
  label: label.optional(),
  /** Whether an intervention is applied in a round, before the first phase. */
  at: expression,
  do: effects,
});
export type Intervention = z.infer<typeof intervention>;

/** When a measure is taken: after every round, or once at the end of the run. */
export const measureTiming = z.enum(["round", "end"]);
export const measureChart = z.enum(["line", "bar", "none"]);

export const measure = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  value: expression,
  at: measureTiming.default("round"),
  unit: label.optional(),
  chart: measureChart.default("line"),
});
export type Measure = z.infer<typeof measure>;
