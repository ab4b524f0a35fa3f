import { z } from "zod";
import { INVALID_REASONS } from "../answers";
import { value, type Value } from "../scenario";

export type { InvalidReason } from "../answers";

export const invalidReason = z.enum(INVALID_REASONS);

/**
 * `invalid`: no usable answer came; `rejected`: the answer was fine, but could no longer be carried
 * out at commit.
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
 * Key of the step, and name of what is decided, in which agents draw conclusions from their
 * memories.
 */
export const REFLECTION = "reflection";

/**
 * Under this name a reflection records which memories its numbers stand for, as `version.seq`; the
 * agent did not answer it.
 */
export const NUMBERED_MEMORIES = "memories";

/** The inputs of an action or the items of a questionnaire, answered. Refs are ids. */
export const decisionValues = z.record(z.string(), value);
export type DecisionValues = Readonly<Record<string, Value>>;

/** What a commit needs to know of a decision: nothing about where the answer came from. */
export type DecisionOutcome = {
  readonly seq: number;
  /** The action or questionnaire. */
  readonly action: string | null;
  /** Null when nothing is to be done. */
  readonly values: DecisionValues | null;
};
