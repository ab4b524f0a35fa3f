"use client";

import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import type { FailurePolicy } from "@/lib/domain/run";

/** What follows decisions without an answer that can be read. */
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
        hint="Refused or failed calls and truncated answers. They fall back; leave empty to go on."
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
        hint="They are requested again with twice the limit of tokens, up to this cap."
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
