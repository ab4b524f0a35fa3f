"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { EndpointPreset } from "@/lib/contracts/endpoint-presets";
import type { EndpointForm } from "./endpoint-form-values";

/** The API key is write-only: a stored one is only reported as present. */
export function KeyField({
  form,
  stored,
  preset,
}: {
  form: UseFormReturn<EndpointForm>;
  stored: boolean;
  preset: EndpointPreset;
}) {
  const { register, control, formState } = form;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="API key"
        hint={
          stored
            ? "A key is stored. Leave empty to keep it. It is never shown again."
            : `${preset.keyHint} It is stored encrypted and never shown again.`
        }
        error={formState.errors.apiKey?.message}
      >
        <Input
          {...register("apiKey")}
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder={stored ? "stored" : ""}
        />
      </Field>
      {stored ? (
        <Controller
          control={control}
          name="removeKey"
          render={({ field: { value, onChange, ref, ...field } }) => (
            <Checkbox
              {...field}
              ref={ref}
              checked={value}
              onCheckedChange={(checked) => onChange(checked === true)}
              label="Remove stored key"
            />
          )}
        />
      ) : null}
    </div>
  );
}
