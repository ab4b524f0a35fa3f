import type { Budget } from "@/lib/domain/run";
import { covers, subtract, add } from "./amount";
import type { Amount, BudgetState, BudgetUse, GrantRequest } from "./ports";

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

/** The budgets that a call has to fit into: that of the study, and that of its project. */
const budgetsOf = ({ project, ...study }: BudgetState): readonly BudgetUse[] =>
  project ? [study, project] : [study];

/** Returns what is neither spent nor held, of one budget. */
export const remainingOf = ({ budget, spent, reserved }: BudgetUse, keep: Amount): Amount =>
  subtract(toLimit(budget), add(add(spent, reserved), keep));

/** Returns what is left in all of the budgets. */
const remainingOfAll = (state: BudgetState, keep: Amount): Amount =>
  budgetsOf(state)
    .map((one) => remainingOf(one, keep))
    .reduce((a, b) => ({
      tokens: Math.min(a.tokens, b.tokens),
      money: Math.min(a.money, b.money),
    }));

/** Returns the grant in addition to `keep`; null when less than `minimum` is left. */
export function grant(
  state: BudgetState,
  { keep, minimum: least, wanted }: GrantRequest,
): Amount | null {
  const left = remainingOfAll(state, keep);
  if (!covers(left, least)) return null;
  const part = (of: (amount: Amount) => number): number =>
    Math.max(of(least), Math.min(of(wanted), of(left) * MAX_SHARE));
  return {
    tokens: Math.floor(part((amount) => amount.tokens)),
    money: part((amount) => amount.money),
  };
}

/** Whether a call would fit into a budget if all other calls in flight came back unused. */
export const fitsUnused = ({ budget, spent }: BudgetUse, call: Amount): boolean =>
  covers(toLimit(budget), add(spent, call));

/** The same for all of the budgets. */
export const couldEverFit = (state: BudgetState, call: Amount): boolean =>
  budgetsOf(state).every((one) => fitsUnused(one, call));
