"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys, request } from "@/components/api";
import { BudgetUse } from "@/components/budgets";
import { BudgetDialog } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { studyBudget, type ChangeBudget, type StudyBudget } from "@/lib/contracts/budget";
import type { StudySummary } from "@/lib/contracts/runs";
import type { StudyOverview } from "@/lib/contracts/study-overview";

/** What all runs of a study have used together, and the limit. */
export function BudgetCard({
  study,
  budget,
  mayRun,
}: {
  study: StudySummary;
  budget: StudyBudget;
  mayRun: boolean;
}) {
  const [changing, setChanging] = useState(false);
  return (
    <Card>
      <CardHeader
        title="Budget"
        description={
          "Shared by all runs and forks: prompts, answers, embeddings, polls and interviews. " +
          "Checked before each call."
        }
        actions={
          mayRun ? (
            <Button size="sm" onClick={() => setChanging(true)}>
              {budget.tokens === null && budget.money === null ? "Set a budget…" : "Change…"}
            </Button>
          ) : undefined
        }
      />
      <CardBody className="grid grid-cols-1 gap-x-12 gap-y-4 md:grid-cols-2">
        <BudgetUse use={budget} />
      </CardBody>
      {budget.project ? (
        <CardBody className="flex flex-col gap-2">
          <p className="text-sm text-muted-foreground">All studies of the project together</p>
          <div className="grid grid-cols-1 gap-x-12 gap-y-4 md:grid-cols-2">
            <BudgetUse use={budget.project} />
          </div>
        </CardBody>
      ) : null}
      {changing ? (
        <ChangeDialog study={study} budget={budget} onClose={() => setChanging(false)} />
      ) : null}
    </Card>
  );
}

function ChangeDialog({
  study,
  budget,
  onClose,
}: {
  study: StudySummary;
  budget: StudyBudget;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const waiting = [...study.runs, ...study.forks].filter(
    ({ progress }) => progress.pauseCause === "budget" && progress.status === "paused",
  ).length;
  const save = useMutation({
    mutationFn: (body: ChangeBudget) =>
      request("PATCH", `/api/studies/${study.id}`, studyBudget, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.study(study.id) }),
  });
  return (
    <BudgetDialog
      title="Study budget"
      budget={budget}
      waiting={waiting}
      save={save}
      onSaved={(changed) =>
        client.setQueryData<StudyOverview>(
          queryKeys.study(study.id),
          (known) => known && { ...known, budget: changed },
        )
      }
      onClose={onClose}
    />
  );
}
