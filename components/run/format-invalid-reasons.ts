import { formatNumber } from "@/components/ui/format";
import type { DecisionFaults } from "@/lib/contracts/faults";
import type { InvalidReason } from "@/lib/domain/decision";

const LABELS: Readonly<Record<InvalidReason, string>> = {
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

const REASONS = Object.keys(LABELS) as InvalidReason[];

/** Lists the reasons of invalid answers, most frequent first: `3 out of range, 1 empty`. */
export const formatInvalidReasons = (reasons: DecisionFaults["reasons"]): string =>
  REASONS.map((reason) => ({ reason, count: reasons[reason] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)
    .map(({ reason, count }) => `${formatNumber(count)} ${LABELS[reason]}`)
    .join(", ");
