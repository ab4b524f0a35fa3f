"use client";

import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { Select } from "@/components/ui/select";
import type { Budget, RecordPolicy } from "@/lib/domain/run";

export interface BudgetSettings {
  readonly budget: Budget;
  readonly record: RecordPolicy;
}

const POLICIES: { value: RecordPolicy; label: string; description: string }[] = [
  { value: "fresh", label: "Ask the model", description: "every call anew" },
  {
    value: "reuse",
    label: "Reuse the record",
    description: "identical calls of this project are not made twice",
  },
  { value: "only", label: "From the record only", description: "no call at all" },
];

/** What the runs of a study may use together, and whether earlier answers count again. */
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
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
      <Field
        label="Budget in tokens"
        hint="Prompts, answers and embeddings of all runs. Empty: no limit."
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
        label="Budget in US$"
        hint="Needs prices of the endpoints. Empty: no limit."
        error={errorAt("/budget/money")}
      >
        <NumberInput
          value={budget.money}
          onValueChange={(money) => onChange({ record, budget: { ...budget, money } })}
          min={0}
          placeholder="no limit"
        />
      </Field>
      <Field
        label="Answers"
        hint="An identical call, seed included, may be answered from the record."
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
  );
}
