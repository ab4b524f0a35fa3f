"use client";

import { parseAgentIds } from "@/components/run-data";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Population } from "@/lib/contracts/population";
import type { InterventionForm, InterventionKind } from "./intervention-form";
import { SetAttributeFields, type KindFieldsProps } from "./set-attribute-fields";

const KINDS: readonly { value: InterventionKind; label: string }[] = [
  { value: "tell", label: "Broadcast" },
  { value: "set", label: "Set an attribute" },
  { value: "effects", label: "Advanced" },
];

const EFFECTS_EXAMPLE = '[\n  { "set": "world.price", "to": "world.price * 2" }\n]';

export interface InterventionFieldsProps {
  runId: string;
  population: Population;
  form: InterventionForm;
  onChange: (form: InterventionForm) => void;
  /** Returns the problem with a field, by its pointer (`/text`). */
  errorAt: (pointer: string) => string | undefined;
}

/** The fields of an intervention, in one of three kinds. */
export function InterventionFields({
  runId,
  population,
  form,
  onChange,
  errorAt,
}: InterventionFieldsProps) {
  const edit = (change: Partial<InterventionForm>) => onChange({ ...form, ...change });
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup
        appearance="segments"
        aria-label="Kind of intervention"
        value={form.kind}
        onValueChange={(kind) =>
          edit({ kind: KINDS.find(({ value }) => value === kind)?.value ?? "tell" })
        }
        options={KINDS}
      />
      {form.kind === "tell" ? (
        <BroadcastFields population={population} form={form} edit={edit} errorAt={errorAt} />
      ) : null}
      {form.kind === "set" ? (
        <SetAttributeFields
          runId={runId}
          population={population}
          form={form}
          edit={edit}
          errorAt={errorAt}
        />
      ) : null}
      {form.kind === "effects" ? (
        <Field
          label="Effects"
          error={errorAt("/effects")}
          hint={
            "A list of effects in the scenario format. They are checked against the scenario " +
            "before they are applied."
          }
          required
        >
          <Textarea
            monospace
            rows={8}
            spellCheck={false}
            placeholder={EFFECTS_EXAMPLE}
            value={form.effects}
            onChange={(event) => edit({ effects: event.target.value })}
          />
        </Field>
      ) : null}
      <Field
        label="Name"
        error={errorAt("/label")}
        hint={
          form.kind === "effects"
            ? "Shown in the list of interventions and in the files."
            : "Shown in the list of interventions and in the files. Leave empty to name it " +
              "after its effects."
        }
        required={form.kind === "effects"}
      >
        <Input
          value={form.label}
          maxLength={200}
          onChange={(event) => edit({ label: event.target.value })}
        />
      </Field>
    </div>
  );
}

function BroadcastFields({ population, form, edit, errorAt }: KindFieldsProps) {
  const ids = parseAgentIds(form.agents, form.agentType);
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Recipients" error={errorAt("/agentType")}>
          <Select
            value={form.agentType === "" ? undefined : form.agentType}
            onValueChange={(agentType) => edit({ agentType })}
            options={population.types.map(({ name, label }) => ({ value: name, label }))}
          />
        </Field>
        <Field label="Selection">
          <RadioGroup
            appearance="segments"
            value={form.to}
            onValueChange={(to) => edit({ to: to === "chosen" ? "chosen" : "all" })}
            options={[
              { value: "all", label: "All" },
              { value: "chosen", label: "Selected agents" },
            ]}
          />
        </Field>
      </div>
      {form.to === "chosen" ? (
        <Field
          label="Agents"
          error={errorAt("/agents")}
          hint={
            `IDs or numbers, separated by spaces or commas: ${form.agentType}-3, ` +
            `${form.agentType}-12`
          }
          aside={ids.length === 0 ? undefined : formatCount(ids.length, "agent")}
          required
        >
          <Textarea
            rows={2}
            spellCheck={false}
            value={form.agents}
            onChange={(event) => edit({ agents: event.target.value })}
          />
        </Field>
      ) : null}
      <Field
        label="Message"
        error={errorAt("/text")}
        hint="Agents remember it as an event, within the limits of their memory."
        required
      >
        <Textarea
          rows={4}
          value={form.text}
          onChange={(event) => edit({ text: event.target.value })}
          placeholder="The radio says that …"
        />
      </Field>
    </>
  );
}
