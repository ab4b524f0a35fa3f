"use client";

import { parseAgentIds } from "@/components/run-data";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Population } from "@/lib/contracts/population";
import type { PollSample } from "@/lib/contracts/polls";
import type { PollForm } from "./poll-form";

const KINDS: readonly { value: PollSample["kind"]; label: string }[] = [
  { value: "random", label: "Random sample" },
  { value: "all", label: "All" },
  { value: "where", label: "By expression" },
  { value: "agents", label: "Selected agents" },
];

export interface SampleFieldsProps {
  population: Population;
  form: PollForm;
  edit: (change: Partial<PollForm>) => void;
  errorAt: (pointer: string) => string | undefined;
}

/** Selects the agents to ask. */
export function SampleFields({ population, form, edit, errorAt }: SampleFieldsProps) {
  const { sample, agentType } = form;
  return (
    <>
      <div className="flex flex-wrap gap-4">
        {population.types.length > 1 ? (
          <Field label="Agent type" error={errorAt("/agentType")} className="w-48">
            <Select
              value={agentType}
              onValueChange={(type) => edit({ agentType: type })}
              options={population.types.map(({ name, label }) => ({ value: name, label }))}
            />
          </Field>
        ) : null}
        <Field
          label={
            population.types.length > 1
              ? "Sample"
              : `Sample of ${population.types[0]?.label ?? "agents"}`
          }
          error={errorAt("/sample")}
        >
          <RadioGroup
            appearance="segments"
            value={sample}
            onValueChange={(kind) =>
              edit({ sample: KINDS.find(({ value }) => value === kind)?.value ?? "all" })
            }
            options={KINDS}
          />
        </Field>
      </div>
      {sample === "random" ? (
        <Field
          label="Sample size"
          error={errorAt("/sample/size")}
          hint="The same size draws the same agents; a larger sample includes the smaller one."
          className="max-w-96"
        >
          <NumberInput
            value={form.size}
            min={1}
            max={1_000_000}
            step={1}
            unit="agents"
            onValueChange={(size) => edit({ size })}
          />
        </Field>
      ) : null}
      {sample === "where" ? (
        <Field
          label="Condition"
          error={errorAt("/sample/where")}
          hint="An expression in the scenario format; self is the agent."
          required
        >
          <Input
            className="font-mono text-sm"
            spellCheck={false}
            value={form.where}
            placeholder="self.age > 60"
            onChange={(event) => edit({ where: event.target.value })}
          />
        </Field>
      ) : null}
      {sample === "agents" ? (
        <Field
          label="Agents"
          error={errorAt("/sample/agents")}
          hint={`IDs or numbers, separated by spaces or commas: ${agentType}-3, ${agentType}-12`}
          aside={
            form.agents.trim() === ""
              ? undefined
              : formatCount(parseAgentIds(form.agents, agentType).length, "agent")
          }
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
    </>
  );
}
