"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys, request } from "@/components/api";
import { FormDialog, useFormSubmission } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { formatNumber } from "@/components/ui/format";
import { formatDollars } from "@/components/ui/format-dollars";
import { NumberInput } from "@/components/ui/number-input";
import { Progress } from "@/components/ui/progress";
import { toast } from "@/components/ui/toast-store";
import { studyBudget, type ChangeBudget, type StudyBudget } from "@/lib/contracts/budget";
import type { StudySummary } from "@/lib/contracts/runs";
import type { StudyOverview } from "@/lib/contracts/study-overview";

const FORM_POINTERS = ["/budget/tokens", "/budget/money"];

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
        <BudgetUse
          label="Tokens"
          spent={budget.spentTokens}
          limit={budget.tokens}
          format={(value) => formatNumber(value, 12)}
        />
        <BudgetUse
          label="US$"
          spent={budget.spentMoney}
          limit={budget.money}
          format={formatDollars}
        />
      </CardBody>
      {changing ? (
        <ChangeDialog study={study} budget={budget} onClose={() => setChanging(false)} />
      ) : null}
    </Card>
  );
}

function BudgetUse({
  label,
  spent,
  limit,
  format,
}: {
  label: string;
  spent: number;
  limit: number | null;
  format: (value: number) => string;
}) {
  if (limit === null)
    return (
      <Progress value={0} tone="neutral" label={label} detail={`${format(spent)} used, no limit`} />
    );
  const share = spent / limit;
  return (
    <Progress
      value={share}
      tone={share > 0.9 ? "warning" : "active"}
      label={label}
      detail={`${format(spent)} of ${format(limit)} used`}
    />
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
  const [tokens, setTokens] = useState(budget.tokens);
  const [money, setMoney] = useState(budget.money);
  const [resume, setResume] = useState(true);
  const save = useMutation({
    mutationFn: (body: ChangeBudget) =>
      request("PATCH", `/api/studies/${study.id}`, studyBudget, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.study(study.id) }),
  });
  const submission = useFormSubmission({
    mutation: save,
    parse: () => ({
      ok: true,
      input: { budget: { tokens, money }, resume: resume && waiting > 0 },
    }),
    isField: (pointer) => FORM_POINTERS.includes(pointer),
    toFormPointer: (pointer) => (pointer === "/budget" ? "/budget/tokens" : pointer),
    onSuccess: (changed) => {
      client.setQueryData<StudyOverview>(
        queryKeys.study(study.id),
        (known) => known && { ...known, budget: changed },
      );
      toast.success("Budget changed");
      onClose();
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Study budget"
      description={
        `${formatNumber(budget.spentTokens, 12)} tokens and ${formatDollars(budget.spentMoney)} ` +
        "used so far."
      }
      formLabel="Budget"
      submission={submission}
      submitLabel="Change budget"
      ready
      failureTitle="The budget was not changed"
    >
      <Field
        label="Token budget"
        hint="Leave empty for no limit."
        error={submission.errorAt("/budget/tokens")}
      >
        <NumberInput
          value={tokens}
          onValueChange={(next) => {
            setTokens(next);
            submission.clear();
          }}
          min={1}
          placeholder="no limit"
        />
      </Field>
      <Field
        label="Cost budget (US$)"
        hint="Leave empty for no limit. Requires endpoint prices."
        error={submission.errorAt("/budget/money")}
      >
        <NumberInput
          value={money}
          onValueChange={(next) => {
            setMoney(next);
            submission.clear();
          }}
          min={0}
          placeholder="no limit"
        />
      </Field>
      {waiting > 0 ? (
        <Checkbox
          checked={resume}
          onCheckedChange={(checked) => setResume(checked === true)}
          label={
            waiting === 1
              ? "Resume the run paused by the budget"
              : `Resume the ${String(waiting)} runs paused by the budget`
          }
        />
      ) : null}
    </FormDialog>
  );
}
