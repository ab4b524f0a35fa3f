import { z } from "zod";
import { INVALID_REASONS } from "../answers";
import { value, type Value } from "../scenario";

export type { InvalidReason } from "../answers";

export const invalidReason = z.enum(INVALID_REASONS);

/**
 * `invalid`: no usable answer; `rejected`: the answer was valid, but could no longer be carried out
 * at commit.
 */
export const decisionStatus = z.enum(["valid", "invalid", "rejected"]);
export type DecisionStatus = z.infer<typeof decisionStatus>;

/**
 * `turn`, `script`, `next` (who speaks next) and `closing` belong to conversations; `narration` is
 * the environment's; `reflection` draws insights from memories; `text` writes an attribute at
 * set-up.
 */
export const decisionKind = z.enum([
  "action",
  "questionnaire",
  "turn",
  "script",
  "next",
  "closing",
  "narration",
  "reflection",
  "text",
]);
export type DecisionKind = z.infer<typeof decisionKind>;

/**
 * Key of the step, and name of the decision, in which agents draw conclusions from their memories.
 */
export const REFLECTION = "reflection";

/**
 * Name under which a reflection records the memories that its numbers refer to, as `version.seq`;
 * the agent did not answer it.
 */
export const NUMBERED_MEMORIES = "memories";

/** Answers to the inputs of an action or the items of a questionnaire. Refs are ids. */
export const decisionValues = z.record(z.string(), value);
export type DecisionValues = Readonly<Record<string, Value>>;

/** The part of a decision that a commit needs: nothing about the source of the answer. */
export type DecisionOutcome = {
  readonly seq: number;
  /** The action or questionnaire. */
  readonly action: string | null;
  /** Null when nothing is to be done. */
  readonly values: DecisionValues | null;
};
