"use client";

import { useQuery } from "@tanstack/react-query";
import { get, queryKeys } from "@/components/api";
import { Alert } from "@/components/ui/alert";
import { formatDollars } from "@/components/ui/format-dollars";
import { projectBudget } from "@/lib/contracts/budget";
import { formatTokens, isNear, type Use } from "./budget-use";

/** Loads the budget of the project and its use by all studies. */
export const useProjectBudget = () =>
  useQuery({
    queryKey: queryKeys.projectBudget,
    queryFn: ({ signal }) => get("/api/projects/budget", projectBudget, signal),
  });

/** What is left of the project's budget, for the form that starts a study; nothing without one. */
export function ProjectBudgetNote() {
  const { data: budget } = useProjectBudget();
  if (budget === undefined || (budget.tokens === null && budget.money === null)) return null;
  if (isNear(budget)) return <NearAlert use={budget} />;
  return (
    <p className="text-sm text-muted-foreground">
      Left of the budget that all studies of the project share: {describeLeft(budget)}.
    </p>
  );
}

/** Says that the budget of the project may not last for long. */
export function NearAlert({ use }: { use: Use }) {
  return (
    <Alert tone="warning" title="The budget of the project is nearly used up">
      Left for all its studies: {describeLeft(use)}. Runs pause when it is used up. Owners can raise
      it in Settings, Project.
    </Alert>
  );
}

function describeLeft({ tokens, money, spentTokens, spentMoney }: Use): string {
  const parts: string[] = [];
  if (tokens !== null)
    parts.push(
      `${formatTokens(Math.max(0, tokens - spentTokens))} of ${formatTokens(tokens)} tokens`,
    );
  if (money !== null)
    parts.push(`${formatDollars(Math.max(0, money - spentMoney))} of ${formatDollars(money)}`);
  return parts.join(" and ");
}
