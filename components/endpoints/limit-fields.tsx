"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import type { EndpointForm } from "./endpoint-form-values";

const FIELDS = [
  {
    name: "concurrency",
    label: "Most calls at once",
    hint: "Over all workers. More than the server can take only makes it slower.",
    min: 1,
    max: 2_000,
    step: 1,
    unit: undefined,
    placeholder: undefined,
  },
  {
    name: "timeoutSeconds",
    label: "Time-out",
    hint: "A call that takes longer is tried again.",
    min: 1,
    max: 900,
    step: 10,
    unit: "s",
    placeholder: undefined,
  },
  {
    name: "priceIn",
    label: "Price of prompts",
    hint: "US dollars per million tokens. Empty: not known; 0: free.",
    min: 0,
    max: 100_000,
    step: 0.01,
    unit: "US$",
    placeholder: "not known",
  },
  {
    name: "priceOut",
    label: "Price of answers",
    hint: "Budgets in dollars and estimates need both prices.",
    min: 0,
    max: 100_000,
    step: 0.01,
    unit: "US$",
    placeholder: "not known",
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
