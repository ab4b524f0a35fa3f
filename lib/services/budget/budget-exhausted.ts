import { ZERO } from "./amount";
import { fitsUnused, remainingOf, toLimit } from "./grant";
import type { Amount, BudgetState, BudgetUse } from "./ports";

/**
 * The next call does not fit into the budget of its study, or of the project. `message` is written
 * for the researcher.
 */
export class BudgetExhaustedError extends Error {
  override readonly name = "BudgetExhaustedError";
}

const formatCount = (tokens: number): string => Math.round(tokens).toLocaleString("en-US");

/** Formats US dollars with cents, or two significant digits below US$1. */
export const formatBudgetDollars = (money: number): string =>
  `US$${money >= 1 || money === 0 ? money.toFixed(2) : Number(money.toPrecision(2)).toString()}`;

/** Says which budget leaves no room, what is spent and left, and what the next call could use. */
export function exhaustedMessage({ project, ...study }: BudgetState, call: Amount): string {
  if (!project || !fitsUnused(study, call))
    return (
      `The budget of the study leaves no room for the next call: ${describeUse(study, call)}. ` +
      "Raise the budget on the study's page and resume."
    );
  return (
    `The budget of the project leaves no room for the next call: ${describeUse(project, call)}. ` +
    "It is shared by all studies of the project. An owner can raise it in Settings, Project; " +
    "then resume."
  );
}

function describeUse(state: BudgetUse, call: Amount): string {
  const { budget, spent } = state;
  const left = remainingOf({ ...state, reserved: ZERO }, ZERO);
  const limit = toLimit(budget);
  const parts: string[] = [];
  const describe = (total: string, remaining: string, next: string): string =>
    `${total} are spent, ${remaining} are left, and the next call could use up to ${next}`;
  if (spent.tokens + call.tokens > limit.tokens)
    parts.push(
      describe(
        `${formatCount(spent.tokens)} of ${formatCount(limit.tokens)} tokens`,
        formatCount(left.tokens),
        formatCount(call.tokens),
      ),
    );
  if (spent.money + call.money > limit.money)
    parts.push(
      describe(
        `${formatBudgetDollars(spent.money)} of ${formatBudgetDollars(budget.money ?? 0)}`,
        formatBudgetDollars(left.money),
        formatBudgetDollars(call.money),
      ),
    );
  return parts.join("; ");
}
