/**
 * Reasons why the call for one answer fails while its server answers other calls: it refuses the
 * content (`refused`), the prompt exceeds its context, it could not read what its model wrote, it
 * sent no answer, it fails on this call alone, or it refuses it for another reason.
 */
export const CALL_FAILURE_REASONS = [
  "refused",
  "promptTooLong",
  "invalidOutput",
  "unreadable",
  "serverError",
  "badRequest",
] as const;
export type CallFailureReason = (typeof CALL_FAILURE_REASONS)[number];

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
  "promptTooLong",
  "invalidOutput",
  "unreadable",
  "serverError",
  "badRequest",
] as const;
export type InvalidReason = (typeof INVALID_REASONS)[number];

/**
 * Reasons for which no answer was read at all: those of failed calls, and answers that were cut
 * off. A study may pause after some of them.
 */
export const FAILURE_REASONS: readonly InvalidReason[] = [...CALL_FAILURE_REASONS, "truncated"];

/**
 * A problem with one field; `message` tells the model how to correct it.
 */
export type AnswerProblem = { readonly reason: InvalidReason; readonly message: string };
