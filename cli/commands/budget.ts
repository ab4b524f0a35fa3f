import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";
import type { BudgetOptions } from "./study-options";

/**
 * `budget RUN [--budget-tokens N] [--budget-usd X]`: budget and use of the study that a run
 * belongs to, after the change if one is given. One line of JSON.
 */
export function budgetCommand(
  runId: string,
  { budgetTokens, budgetUsd }: BudgetOptions,
): Promise<ExitCode> {
  return withServices({}, async (services) => {
    const { studyId } = await services.getRun(SYSTEM, runId);
    const current = await services.getBudget(SYSTEM, studyId);
    const changes = budgetTokens !== undefined || budgetUsd !== undefined;
    const budget = {
      tokens: budgetTokens ?? current.tokens,
      money: budgetUsd ?? current.money,
    };
    const result = changes
      ? await services.changeBudget(SYSTEM, studyId, { budget, resume: false })
      : current;
    console.log(JSON.stringify({ studyId, ...result }));
    return EXIT.ok;
  });
}
