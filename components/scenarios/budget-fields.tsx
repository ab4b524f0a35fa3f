"use client";

import { ProjectBudgetNote } from "@/components/budgets";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { Select } from "@/components/ui/select";
import type { Budget, RecordPolicy } from "@/lib/domain/run";

export interface BudgetSettings {
  readonly budget: Budget;
  readonly record: RecordPolicy;
}

const POLICIES: { value: RecordPolicy; label: string; description: string }[] = [
  { value: "fresh", label: "Call the model", description: "a new call every time" },
  {
    value: "reuse",
    label: "Reuse recorded answers",
    description: "identical calls of this project are not repeated",
  },
  { value: "only", label: "Recorded answers only", description: "no model calls" },
];

/** The budget of all runs of a study, and whether recorded answers may be reused. */
export function BudgetFields({
  value,
  onChange,
  errorAt,
}: {
  value: BudgetSettings;
  onChange: (value: BudgetSettings) => void;
  errorAt: (pointer: string) => string | undefined;
}) {
  const { budget, record } = value;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <div className="empty:hidden sm:col-span-2">
        <ProjectBudgetNote />
      </div>
      <Field
        label="Token budget"
        hint="For prompts, answers and embeddings of all runs. Leave empty for no limit."
        error={errorAt("/budget/tokens")}
      >
        <NumberInput
          value={budget.tokens}
          onValueChange={(tokens) => onChange({ record, budget: { ...budget, tokens } })}
          min={1}
          placeholder="no limit"
        />
      </Field>
      <Field
        label="Cost budget (US$)"
        hint="Requires endpoint prices. Leave empty for no limit."
        error={errorAt("/budget/money")}
      >
        <NumberInput
          value={budget.money}
          onValueChange={(money) => onChange({ record, budget: { ...budget, money } })}
          min={0}
          placeholder="no limit"
        />
      </Field>
      <div className="sm:col-span-2">
        <Field
          label="Answer source"
          hint="Whether identical calls, seed included, may reuse recorded answers."
          error={errorAt("/record")}
        >
          <Select
            value={record}
            onValueChange={(chosen) =>
              onChange({
                budget,
                record: POLICIES.find((policy) => policy.value === chosen)?.value ?? "fresh",
              })
            }
            options={POLICIES}
          />
        </Field>
      </div>
    </div>
  );
}
