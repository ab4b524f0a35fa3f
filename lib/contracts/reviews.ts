import { z } from "zod";
import { decisionRow } from "./runs";
import { shownColumns } from "@/lib/domain/decision";
import { answerType, scalarType, value } from "@/lib/domain/scenario";

export const review = z.object({
  score: z.int().min(1).max(5).nullable(),
  rewrite: z.record(z.string(), value).nullable(),
  comment: z.string().max(5_000).nullable(),
  updatedAt: z.iso.datetime(),
});
export type Review = z.infer<typeof review>;

/** Saves a verdict; omitted fields are unchanged, null clears. */
export const saveReview = z.strictObject({
  score: z.int().min(1).max(5).nullable().optional(),
  rewrite: z.record(z.string(), value).nullable().optional(),
  comment: z.string().max(5_000).nullable().optional(),
});
export type SaveReview = z.infer<typeof saveReview>;

/** A form control for rewriting an answer, derived from the typed answer. */
const answerField = z.object({
  name: z.string(),
  label: z.string(),
  /** `records` (the turns of a script) are shown and cannot be rewritten. */
  type: answerType,
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  maxLength: z.number().optional(),
  optional: z.boolean(),
  /** For lists: the type of the items. */
  of: scalarType.optional(),
});
export type AnswerField = z.infer<typeof answerField>;

/** A decision with its prompt and call. */
export const decisionDetail = decisionRow.extend({
  ...shownColumns("detail"),
  /** The system message; null where there is none. */
  system: z.string().nullable(),
  /**
   * Whether its values can be rewritten (`answerForm`).
   */
  rewritable: z.boolean(),
  /** Inputs in order, with labels where the scenario names them. */
  asked: z.array(z.object({ name: z.string(), label: z.string() })),
  review: review.nullable(),
});
export type DecisionDetail = z.infer<typeof decisionDetail>;

/**
 * The form for rewriting or correcting a decision, with its bounds and options at the time.
 */
export const answerForm = z.object({ fields: z.array(answerField) });
export type AnswerForm = z.infer<typeof answerForm>;
