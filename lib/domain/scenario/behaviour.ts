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

/** The group of endpoints that answers this, whoever the agent is. Default: the agent's own. */
const model = modelGroup.optional();

export const action = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  when: expression.optional(),
  prompt: template,
  inputs,
  /**
   * Checked again when the decision is committed; one that no longer holds rejects the decision.
   */
  require: z.union([requirement, z.array(requirement)]).optional(),
  effects: effects.default([]),
  /** What happens when no valid answer came: nothing, or these inputs. */
  fallback: z
    .union([z.literal("skip"), z.strictObject({ answer: z.record(name, expression) })])
    .default("skip"),
  model,
});
export type Action = z.infer<typeof action>;

/**
 * Turns are rows of a table with the conversation's name. Besides what the rest sees, all parts see
 * `members`, `turns` (so far) and `moderator`.
 */
export const conversation = z.strictObject({
  label: label.optional(),
  description: prose.optional(),
  /**
   * Who talks, agents of one type: one conversation, unless the phase gives groups; or those of one
   * group, the `row` that the phase gives.
   */
  members: expression.optional(),
  /**
   * `agent`: each speaks for itself; `script`: one call writes the whole exchange; `hybrid`: a
   * script whose turns agents may change.
   */
  mode: z.enum(["agent", "script", "hybrid"]).default("agent"),
  /**
   * Who speaks next: the members in turn; one at random, never twice in a row; whom the last
   * speaker names; whom the moderator names; or the member that an expression yields, where nobody
   * ends the conversation. Whoever writes a script decides by itself.
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
  /** What a speaker is asked; in a script, what its writer is. */
  prompt: template,
  /** What the writer of a script is asked, where that differs. */
  script: template.optional(),
  /** What the moderator is asked. Default: the turns so far, and who speaks next. */
  moderation: template.optional(),
  /** Of every turn. `text`, what is said, is among them unless it is declared. */
  inputs,
  /** Ends the conversation early; sees the turns so far. */
  end: expression.optional(),
  /** Every member decides once all conversations of the phase are over. */
  closing: z.strictObject({ prompt: template, inputs, effects: effects.default([]) }).optional(),
  /** Once for each conversation, when all is said and decided. */
  after: effects.default([]),
  /**
   * Who answers, whoever speaks. Default: each its own group; a script is written by that of the
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
  /** True in the rounds in which it happens, before the first phase. */
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
