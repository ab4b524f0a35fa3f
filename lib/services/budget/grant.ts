import type { Budget } from "@/lib/domain/run";
import { covers, subtract, add } from "./amount";
import type { Amount, GrantRequest, BudgetState } from "./ports";

/** Of what is left, the most that one process is granted at once: the others want some, too. */
const MAX_SHARE = 1 / 4;

/** Sums of dollars are rounded in their last digits; so much of a budget stays untouched. */
const ROUNDING = 1e-9;

/** The budget as an amount; without a limit it is endless. */
export const toLimit = ({ tokens, money }: Budget): Amount => ({
  tokens: tokens ?? Infinity,
  money: money === null ? Infinity : money * (1 - ROUNDING),
});

/** What nobody has spent or holds. */
export const remainingOf = ({ budget, spent, elsewhere }: BudgetState, keep: Amount): Amount =>
  subtract(toLimit(budget), add(add(spent, elsewhere), keep));

/** What a process is granted beside what it keeps; null when `least` is not left. */
export function grant(
  state: BudgetState,
  { keep, minimum: least, wanted }: GrantRequest,
): Amount | null {
  const left = remainingOf(state, keep);
  if (!covers(left, least)) return null;
  const part = (of: (amount: Amount) => number): number =>
    Math.max(of(least), Math.min(of(wanted), of(left) * MAX_SHARE));
  return {
    tokens: Math.floor(part((amount) => amount.tokens)),
    money: part((amount) => amount.money),
  };
}

/** Whether a call fits even if all other calls under way came back unused. */
export const couldEverFit = ({ budget, spent }: BudgetState, call: Amount): boolean =>
  covers(toLimit(budget), add(spent, call));
