"use client";

import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type EndpointPreset, PRESETS } from "@/lib/contracts/endpoint-presets";

const OPTIONS = PRESETS.map(({ id, label }) => ({ value: id, label }));

/** Chooses the type of server, which fills in its defaults. */
export function PresetField({
  preset,
  onChange,
}: {
  preset: EndpointPreset;
  onChange: (id: string) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <Field label="Server type" hint="Fills in common settings. Keeps what you have entered.">
        <Select value={preset.id} onValueChange={onChange} options={OPTIONS} />
      </Field>
      <ul
        className={cn(
          "flex list-disc flex-col gap-1 rounded-md border border-border bg-muted py-2 pr-3",
          "pl-7 text-sm",
        )}
      >
        {preset.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}
