import { NOTHING } from "./amount";
import { leftOf, limitOf } from "./grant";
import type { Amount, BudgetState } from "./ports";

/** The next call does not fit into the budget of its study. `message` is written for the researcher. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

const count = (tokens: number): string => Math.round(tokens).toLocaleString("en-US");

/** Cents where that says enough, else two digits. */
export const dollars = (money: number): string =>
  `US$${money >= 1 || money === 0 ? money.toFixed(2) : Number(money.toPrecision(2)).toString()}`;

/** What is spent, what is left, and what the next call could take. */
export function spentMessage(state: BudgetState, call: Amount): string {
  const { budget, spent } = state;
  const left = leftOf({ ...state, elsewhere: NOTHING }, NOTHING);
  const limit = limitOf(budget);
  const parts: string[] = [];
  if (spent.tokens + call.tokens > limit.tokens)
    parts.push(
      `${count(spent.tokens)} of ${count(limit.tokens)} tokens are spent, ${count(left.tokens)} are left, and the next call could take up to ${count(call.tokens)}`,
    );
  if (spent.money + call.money > limit.money)
    parts.push(
      `${dollars(spent.money)} of ${dollars(budget.money ?? 0)} are spent, ${dollars(left.money)} are left, and the next call could take up to ${dollars(call.money)}`,
    );
  return `The budget of the study leaves no room for the next call: ${parts.join("; ")}. Raise the budget on the study's page and resume.`;
}
