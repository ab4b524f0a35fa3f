"use client";

import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import { formatTokens, type Use } from "@/components/budgets";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { formatDollars } from "@/components/ui/format-dollars";
import { NumberInput } from "@/components/ui/number-input";
import { toast } from "@/components/ui/toast-store";
import type { ChangeBudget } from "@/lib/contracts/budget";
import { FormDialog } from "./form-dialog";
import { useFormSubmission } from "./use-form-submission";

const FORM_POINTERS = ["/budget/tokens", "/budget/money"];

export interface BudgetDialogProps<Changed> {
  title: string;
  budget: Use;
  /** Runs that are paused because the budget was used up. */
  waiting: number;
  save: UseMutationResult<Changed, Error, ChangeBudget>;
  onSaved: (changed: Changed) => void;
  onClose: () => void;
}

/** Sets the limits of a study or a project. Render it only while it is open. */
export function BudgetDialog<Changed>({
  title,
  budget,
  waiting,
  save,
  onSaved,
  onClose,
}: BudgetDialogProps<Changed>) {
  const [tokens, setTokens] = useState(budget.tokens);
  const [money, setMoney] = useState(budget.money);
  const [resume, setResume] = useState(true);
  const submission = useFormSubmission({
    mutation: save,
    parse: () => ({
      ok: true,
      input: { budget: { tokens, money }, resume: resume && waiting > 0 },
    }),
    isField: (pointer) => FORM_POINTERS.includes(pointer),
    toFormPointer: (pointer) => (pointer === "/budget" ? "/budget/tokens" : pointer),
    onSuccess: (changed) => {
      onSaved(changed);
      toast.success("Budget changed");
      onClose();
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={
        `${formatTokens(budget.spentTokens)} tokens and ${formatDollars(budget.spentMoney)} ` +
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
