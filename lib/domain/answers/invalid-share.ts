import type { InvalidReason } from "./invalid-reason";

/** A run with a larger share of invalid decisions, of at least this many, is reported. */
const INVALID_SHARE_LIMIT = 0.05;
const MIN_DECISIONS = 20;

export type DecisionCounts = { readonly decisions: number; readonly invalid: number };

/** Whether so many decisions are invalid that the results of the run are in doubt. */
export const hasManyInvalid = ({ decisions, invalid }: DecisionCounts): boolean =>
  decisions >= MIN_DECISIONS && invalid > INVALID_SHARE_LIMIT * decisions;

/** Names of the reasons, to follow a number: "3 out of range". */
export const REASON_LABELS: Readonly<Record<InvalidReason, string>> = {
  empty: "empty",
  refused: "refused",
  notJson: "not valid JSON",
  truncated: "truncated",
  missing: "missing value",
  wrongType: "wrong type",
  outOfRange: "out of range",
  notAnOption: "not an option",
  tooLong: "too long",
  tooShort: "too short",
  tooMany: "too many items",
  tooFew: "too few items",
  promptTooLong: "prompt too long",
  invalidOutput: "output unreadable for the server",
  unreadable: "no answer sent",
  serverError: "server error",
  badRequest: "call refused",
};

const FIT_MODEL =
  "Read some of these answers: state more clearly in the prompt what is asked, or choose a model " +
  "that follows instructions better.";
const FIT_FORMAT =
  "Choose an endpoint that enforces JSON schemas, or a model that follows instructions better.";

const ADVICE: Readonly<Record<InvalidReason, string>> = {
  empty: "Test the endpoint on the Models page, or choose another model.",
  refused: "Reword the prompt or the profiles concerned, or choose a model without such a filter.",
  notJson: FIT_FORMAT,
  truncated: "Raise the limit of tokens: maxTokens of the scenario, or the token cap of the study.",
  missing: FIT_FORMAT,
  wrongType: FIT_FORMAT,
  outOfRange: FIT_MODEL,
  notAnOption: FIT_MODEL,
  tooLong: FIT_MODEL,
  tooShort: FIT_MODEL,
  tooMany: FIT_MODEL,
  tooFew: FIT_MODEL,
  promptTooLong: "Lower the token budgets of the scenario, or use a model with a longer context.",
  invalidOutput: FIT_FORMAT,
  unreadable: "Test the endpoint on the Models page, and check its server's log.",
  serverError: "Check the log of the endpoint's server.",
  badRequest: "Read the message of one of these decisions: it is the server's own.",
};

/** The reasons that occurred, the most frequent first. */
export const rankReasons = (
  reasons: Readonly<Partial<Record<InvalidReason, number>>>,
): { readonly reason: InvalidReason; readonly count: number }[] =>
  (Object.keys(REASON_LABELS) as InvalidReason[])
    .map((reason) => ({ reason, count: reasons[reason] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);

/** What to do about the most frequent reason; undefined where none occurred. */
export function describeLargestReason(
  reasons: Readonly<Partial<Record<InvalidReason, number>>>,
): string | undefined {
  const [first] = rankReasons(reasons);
  return (
    first &&
    `Most frequent: ${REASON_LABELS[first.reason]} (${first.count.toLocaleString("en")}). ` +
      ADVICE[first.reason]
  );
}
