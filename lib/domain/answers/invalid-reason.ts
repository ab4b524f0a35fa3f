/** Why an answer is not valid. Recorded with the decision, counted and exported. */
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
 * What is wrong with one field; `message` is a sentence that tells the model how to put it right.
 */
export type AnswerProblem = { readonly reason: InvalidReason; readonly message: string };
