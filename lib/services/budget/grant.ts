import type { Budget } from "@/lib/domain/run";
import { covers, subtract, add } from "./amount";
import type { Amount, GrantRequest, BudgetState } from "./ports";

/**
 * Largest share of the remaining budget granted to one process at once, so that others get some
 * too.
 */
const MAX_SHARE = 1 / 4;

/** Sums of dollars are rounded in their last digits; this share of a budget stays unused. */
const ROUNDING = 1e-9;

/** Converts a budget to an amount; infinite without a limit. */
export const toLimit = ({ tokens, money }: Budget): Amount => ({
  tokens: tokens ?? Infinity,
  money: money === null ? Infinity : money * (1 - ROUNDING),
});

/** Returns what is neither spent nor held. */
export const remainingOf = ({ budget, spent, reserved }: BudgetState, keep: Amount): Amount =>
  subtract(toLimit(budget), add(add(spent, reserved), keep));

/** Returns the grant in addition to `keep`; null when less than `minimum` is left. */
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

/** Whether a call would fit if all other calls in flight came back unused. */
export const couldEverFit = ({ budget, spent }: BudgetState, call: Amount): boolean =>
  covers(toLimit(budget), add(spent, call));
