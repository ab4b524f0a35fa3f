import { z } from "zod";
import { answerInput } from "./answer";
import { effects } from "./effect";
import { DEFAULT_MODEL_GROUP, modelGroup } from "./model";
import { expression, label, name, recordByName, template } from "./primitives";

const common = { id: name, label: label.optional(), if: expression.optional() };

/** Agents of one type, filtered by `where`. */
const who = { where: expression.optional() };

const decide = z.strictObject({
  ...common,
  decide: name,
  ...who,
  /**
   * The actions: the agent chooses one that is available, or with `all` does each in turn.
   */
  do: z.array(name).min(1),
  all: z.boolean().default(false),
  order: z.enum(["simultaneous", "random", "sequential"]).default("simultaneous"),
  /** A view: the agent decides once per row of it, bound to `row` in actions. */
  each: name.optional(),
  /**
   * Default: every agent. A probability, or `addressed`: only agents that received a message since
   * their last decision.
   */
  activation: z.union([z.literal("addressed"), expression]).optional(),
});

const converse = z.strictObject({ ...common, converse: name, groups: expression.optional() });
const ask = z.strictObject({
  ...common,
  ask: name,
  who: name,
  ...who,
  activation: expression.optional(),
});

const match = z.strictObject({
  ...common,
  match: name,
  ...who,
  by: z.enum(["random", "roundRobin", "attribute", "network"]).default("random"),
  size: expression.default(2),
  attribute: name.optional(),
  network: name.optional(),
  /**
   * Turn of the round robin, from 1; default: the round. For matches that last several rounds.
   */
  turn: expression.optional(),
  /**
   * The network or the table that receives the matches; a network gets one tie per pair, replaced
   * each time.
   */
  into: name,
});

const rules = z.strictObject({ ...common, rules: effects });

const narrate = z.strictObject({
  ...common,
  narrate: template,
  inputs: recordByName(answerInput),
  effects: effects.default([]),
  /** The group of endpoints that answers. */
  model: modelGroup.default(DEFAULT_MODEL_GROUP),
});

export const PHASE_KEYS = ["decide", "converse", "ask", "match", "rules", "narrate"] as const;
export type PhaseKey = (typeof PHASE_KEYS)[number];

export const phase = z.union([decide, converse, ask, match, rules, narrate]);
export type Phase = z.infer<typeof phase>;
export type ConversePhase = z.infer<typeof converse>;

/** Returns the kind of a phase. */
export function phaseKey(candidate: Phase): PhaseKey {
  for (const key of PHASE_KEYS) if (key in candidate) return key;
  throw new TypeError("not a phase");
}
