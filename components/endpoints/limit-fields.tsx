"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import type { EndpointForm } from "./endpoint-form-values";

const FIELDS = [
  {
    name: "concurrency",
    label: "Concurrency limit",
    hint: "Across all workers. Exceeding the capacity of the server only slows it down.",
    min: 1,
    max: 2_000,
    step: 1,
    unit: undefined,
    placeholder: undefined,
  },
  {
    name: "timeoutSeconds",
    label: "Timeout",
    hint: "Calls that take longer are retried.",
    min: 1,
    max: 900,
    step: 10,
    unit: "s",
    placeholder: undefined,
  },
  {
    name: "priceIn",
    label: "Input price",
    hint: "US dollars per million tokens. Leave empty if unknown; 0 for free.",
    min: 0,
    max: 100_000,
    step: 0.01,
    unit: "US$",
    placeholder: "unknown",
  },
  {
    name: "priceOut",
    label: "Output price",
    hint: "Budgets in US dollars and cost estimates require both prices.",
    min: 0,
    max: 100_000,
    step: 0.01,
    unit: "US$",
    placeholder: "unknown",
  },
] as const;

/** Concurrency, timeout and prices of an endpoint. */
export function LimitFields({
  form: { control, formState },
}: {
  form: UseFormReturn<EndpointForm>;
}) {
  return FIELDS.map(({ name, label, hint, ...limits }) => (
    <Field key={name} label={label} hint={hint} error={formState.errors[name]?.message}>
      <Controller
        control={control}
        name={name}
        render={({ field: { onChange, ...field } }) => (
          <NumberInput {...field} onValueChange={onChange} {...limits} />
        )}
      />
    </Field>
  ));
}
