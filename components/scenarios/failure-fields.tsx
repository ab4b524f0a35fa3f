"use client";

import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import type { FailurePolicy } from "@/lib/domain/run";

/** When failed decisions pause a run, and how far the limit of truncated answers may grow. */
export function FailureFields({
  value,
  onChange,
  errorAt,
}: {
  value: FailurePolicy;
  onChange: (value: FailurePolicy) => void;
  errorAt: (pointer: string) => string | undefined;
}) {
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <Field
        label="Pause after failed decisions"
        hint="Refused or failed calls and truncated answers, which use the fallback."
        error={errorAt("/failures/pauseAfter")}
      >
        <NumberInput
          value={value.pauseAfter}
          onValueChange={(pauseAfter) => onChange({ ...value, pauseAfter })}
          min={1}
          placeholder="never"
        />
      </Field>
      <Field
        label="Token cap of truncated answers"
        hint="They are requested again with twice the token limit, up to this cap."
        error={errorAt("/failures/tokenCap")}
      >
        <NumberInput
          value={value.tokenCap}
          onValueChange={(tokenCap) => onChange({ ...value, tokenCap })}
          min={1}
          placeholder="four times the limit"
        />
      </Field>
    </div>
  );
}
