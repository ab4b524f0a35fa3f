"use client";

import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import type { ScenarioVersionUse } from "@/lib/contracts/scenarios";

interface VersionSelectProps {
  versions: readonly ScenarioVersionUse[];
  /** The number of the chosen version. */
  value: number;
  onValueChange: (version: number) => void;
  /** The version that a run was made of. */
  used?: number | undefined;
}

/** A choice among the versions of a scenario, the latest first. */
export function VersionSelect({ versions, value, onValueChange, used }: VersionSelectProps) {
  return (
    <Field label="Scenario version" className="max-w-sm">
      <Select
        value={String(value)}
        onValueChange={(chosen) => onValueChange(Number(chosen))}
        options={versions.map(({ number, createdAt, runs }, index) => ({
          value: String(number),
          label:
            `Version ${String(number)}` +
            (number === used ? ", as before" : index === 0 ? ", the latest" : ""),
          description: `${createdAt.slice(0, 10)} · ${formatCount(runs, "run")}`,
        }))}
      />
    </Field>
  );
}
