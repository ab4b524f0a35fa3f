"use client";

import { formatProfile, nameOfAgent, useAgents } from "@/components/run-data";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { useDebouncedText } from "@/components/ui/use-debounced-text";
import type {
  Population,
  PopulationAttribute,
  PopulationType,
  ListedAgent,
} from "@/lib/contracts/population";
import type { Value } from "@/lib/domain/scenario";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";
import type { InterventionForm } from "./intervention-form";

export interface KindFieldsProps {
  population: Population;
  form: InterventionForm;
  edit: (change: Partial<InterventionForm>) => void;
  errorAt: (pointer: string) => string | undefined;
}

/** Sets a dynamic attribute of one agent, with a control that fits its type. */
export function SetAttributeFields({
  runId,
  population,
  form,
  edit,
  errorAt,
}: KindFieldsProps & { runId: string }) {
  const settled = useDebouncedText(form.agent.trim());
  const type = population.types.find(({ name }) => name === tableOfRowId(settled));
  const { data, isFetching } = useAgents({
    runId,
    type: type?.name,
    search: settled,
    limit: 20,
  });
  const agent = data?.agents.find(({ id }) => id === settled);
  const settable =
    type?.attributes.filter(({ dynamic, type: kind }) => dynamic && kind !== "list") ?? [];
  const attribute = settable.find(({ name }) => name === form.attribute);
  const example = `${population.types[0]?.name ?? "Agent"}-3`;
  return (
    <>
      <Field
        label="Agent"
        error={errorAt("/agent")}
        hint={agentHint({ type, agent, typed: settled, loading: isFetching, example })}
        required
      >
        <Input
          value={form.agent}
          spellCheck={false}
          placeholder={example}
          onChange={(event) => edit({ agent: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field
          label="Attribute"
          error={errorAt("/attribute")}
          hint={
            type && settable.length === 0
              ? "The scenario declares no dynamic attribute for these agents, so none can change."
              : undefined
          }
          required
        >
          <Select
            value={attribute?.name}
            disabled={settable.length === 0}
            placeholder={type ? "Choose…" : "Enter an agent first"}
            onValueChange={(name) =>
              edit({
                attribute: name,
                value: initialValue(
                  settable.find((one) => one.name === name),
                  agent,
                ),
              })
            }
            options={settable.map(({ name, label }) => ({ value: name, label }))}
          />
        </Field>
        <Field
          label="New value"
          error={errorAt("/value")}
          hint={attribute ? valueHint(attribute, agent?.values[attribute.name]) : undefined}
          required={attribute?.type !== "ref"}
        >
          <ValueControl
            attribute={attribute}
            value={form.value}
            onChange={(value) => edit({ value })}
          />
        </Field>
      </div>
    </>
  );
}

function agentHint({
  type,
  agent,
  typed,
  loading,
  example,
}: {
  type: PopulationType | undefined;
  agent: ListedAgent | undefined;
  typed: string;
  loading: boolean;
  example: string;
}): string {
  if (typed === "") return `The ID of one agent, for example ${example}`;
  if (!type) return `Unknown agent type. IDs look like ${example}`;
  if (agent) {
    const name = nameOfAgent(type.attributes, agent.values);
    const profile = formatProfile(type.attributes, agent.values);
    // The profile may begin with the name.
    const isNamed = name === undefined || profile.split(" · ").includes(name);
    return (isNamed ? profile : [name, profile].filter(Boolean).join(" · ")) || "Found";
  }
  return loading ? "Searching…" : `${typed} does not exist`;
}

const initialValue = (
  attribute: PopulationAttribute | undefined,
  agent: ListedAgent | undefined,
): string => (attribute && agent ? formatInput(agent.values[attribute.name]) : "");

function formatInput(value: Value | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

function valueHint({ min, max, unit }: PopulationAttribute, now: Value | undefined): string {
  const bounds =
    min !== null && max !== null
      ? `from ${String(min)} to ${String(max)}`
      : min !== null
        ? `at least ${String(min)}`
        : max !== null
          ? `at most ${String(max)}`
          : null;
  const parts = [
    now === undefined ? null : `currently ${formatInput(now) === "" ? "none" : formatInput(now)}`,
    bounds ?? unit,
  ].filter((part) => part !== null);
  return parts.join("; ");
}

function ValueControl({
  attribute,
  value,
  onChange,
}: {
  attribute: PopulationAttribute | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  if (attribute?.type === "boolean") {
    return (
      <RadioGroup
        appearance="segments"
        value={value}
        onValueChange={onChange}
        options={[
          { value: "yes", label: "Yes" },
          { value: "no", label: "No" },
        ]}
      />
    );
  }
  if (attribute?.type === "category") {
    return (
      <Select
        value={value === "" ? undefined : value}
        onValueChange={onChange}
        options={(attribute.options ?? []).map((option) => ({ value: option, label: option }))}
      />
    );
  }
  const isNumber = attribute?.type === "number" || attribute?.type === "integer";
  return (
    <Input
      value={value}
      disabled={!attribute}
      inputMode={isNumber ? "decimal" : "text"}
      placeholder={attribute?.to ? `${attribute.to}-1` : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
