/** Reasons why an answer is invalid. Recorded with the decision, counted and exported. */
export const INVALID_REASONS = [
  "empty",
  "refused",
  "notJson",
  "truncated",
  "missing",
  "wrongType",
  "outOfRange",
  "notAnOption",
  "tooLong",
  "tooShort",
  "tooMany",
  "tooFew",
] as const;
export type InvalidReason = (typeof INVALID_REASONS)[number];

/**
 * A problem with one field; `message` tells the model how to correct it.
 */
export type AnswerProblem = { readonly reason: InvalidReason; readonly message: string };
