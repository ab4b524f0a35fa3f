import type { Budget } from "@/lib/domain/run";
import { covers, less, plus } from "./amount";
import type { Amount, Ask, BudgetState } from "./ports";

/** Of what is left, the most that one process is granted at once: the others want some, too. */
const LARGEST_PART = 1 / 4;

/** Sums of dollars are rounded in their last digits; so much of a budget stays untouched. */
const ROUNDING = 1e-9;

/** The budget as an amount; without a limit it is endless. */
export const limitOf = ({ tokens, money }: Budget): Amount => ({
  tokens: tokens ?? Infinity,
  money: money === null ? Infinity : money * (1 - ROUNDING),
});

/** What nobody has spent or holds. */
export const leftOf = ({ budget, spent, elsewhere }: BudgetState, keep: Amount): Amount =>
  less(limitOf(budget), plus(plus(spent, elsewhere), keep));

/** What a process is granted beside what it keeps; null when `least` is not left. */
export function grant(state: BudgetState, { keep, least, wanted }: Ask): Amount | null {
  const left = leftOf(state, keep);
  if (!covers(left, least)) return null;
  const part = (of: (amount: Amount) => number): number =>
    Math.max(of(least), Math.min(of(wanted), of(left) * LARGEST_PART));
  return {
    tokens: Math.floor(part((amount) => amount.tokens)),
    money: part((amount) => amount.money),
  };
}

/** Whether a call fits even if all other calls under way came back unused. */
export const couldEverFit = ({ budget, spent }: BudgetState, call: Amount): boolean =>
  covers(limitOf(budget), plus(spent, call));
