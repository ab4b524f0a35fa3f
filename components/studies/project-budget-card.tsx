"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FailureAlert, queryKeys, request } from "@/components/api";
import { BudgetUse, isNear, NearAlert, useProjectBudget } from "@/components/budgets";
import { BudgetDialog } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { projectBudget, type ChangeBudget } from "@/lib/contracts/budget";

/** The budget that all studies of the project share, for its owners. */
export function ProjectBudgetCard() {
  const client = useQueryClient();
  const { data: budget, error, refetch } = useProjectBudget();
  const [changing, setChanging] = useState(false);
  const save = useMutation({
    mutationFn: (body: ChangeBudget) =>
      request("PUT", "/api/projects/budget", projectBudget, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.projectBudget }),
  });
  return (
    <Card className="max-w-xl">
      <CardHeader
        title="Budget"
        description={
          "Shared by all studies of the project, besides their own: prompts, answers, " +
          "embeddings, polls and interviews. Checked before each call; deleted runs stay spent."
        }
        actions={
          budget?.mayChange === true ? (
            <Button size="sm" onClick={() => setChanging(true)}>
              {budget.tokens === null && budget.money === null ? "Set a budget…" : "Change…"}
            </Button>
          ) : undefined
        }
      />
      <CardBody className="flex flex-col gap-4">
        {error ? (
          <FailureAlert
            title="The budget could not be read"
            error={error}
            onRetry={() => void refetch()}
          />
        ) : (
          <BudgetUse use={budget} />
        )}
        {budget && isNear(budget) ? <NearAlert use={budget} /> : null}
      </CardBody>
      {changing && budget ? (
        <BudgetDialog
          title="Project budget"
          budget={budget}
          waiting={budget.waitingRuns}
          save={save}
          onSaved={(changed) => client.setQueryData(queryKeys.projectBudget, changed)}
          onClose={() => setChanging(false)}
        />
      ) : null}
    </Card>
  );
}
