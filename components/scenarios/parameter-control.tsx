"use client";

import { RotateCcw } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { formatNumber } from "@/components/ui/format";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Parameter } from "@/lib/domain/scenario";
import type { DraftValue } from "./draft";
import { parameterHint, parameterStep } from "./parameter-hint";

export interface ParameterControlProps {
  name: string;
  parameter: Parameter;
  value: DraftValue;
  changed: boolean;
  error: string | undefined;
  onChange: (value: DraftValue) => void;
}

/** One parameter with the control of its type and a reset to its default. */
export function ParameterControl({
  name,
  parameter,
  value,
  changed,
  error,
  onChange,
}: ParameterControlProps) {
  const label = parameter.label ?? name;
  return (
    <Field
      label={label}
      hint={parameterHint(parameter)}
      error={error}
      aside={
        changed ? (
          <span className="flex items-center gap-1">
            <Badge tone="primary">changed</Badge>
            <Button
              variant="ghost"
              size="sm"
              square
              className="-my-1.5"
              aria-label={`Reset to default (${defaultText(parameter)})`}
              title={`Reset to default (${defaultText(parameter)})`}
              onClick={() => onChange(parameter.default)}
            >
              <RotateCcw aria-hidden />
            </Button>
          </span>
        ) : undefined
      }
    >
      <Control parameter={parameter} value={value} onChange={onChange} />
    </Field>
  );
}

const SHORT_TEXT = 200;

function Control({
  parameter,
  value,
  onChange,
}: Pick<ParameterControlProps, "parameter" | "value" | "onChange">) {
  switch (parameter.type) {
    case "integer":
    case "number":
      return (
        <NumberInput
          value={typeof value === "number" ? value : null}
          onValueChange={onChange}
          min={parameter.min}
          max={parameter.max}
          step={parameterStep(parameter)}
          {...inlineUnit(parameter)}
        />
      );
    case "boolean":
      return (
        <RadioGroup
          appearance="segments"
          value={value === true ? "yes" : "no"}
          onValueChange={(chosen) => onChange(chosen === "yes")}
          options={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
          ]}
        />
      );
    case "category":
      return (
        <Select
          value={typeof value === "string" ? value : undefined}
          onValueChange={onChange}
          options={parameter.options.map((option) => ({ value: option, label: option }))}
        />
      );
    case "text": {
      const text = typeof value === "string" ? value : "";
      return parameter.maxLength <= SHORT_TEXT ? (
        <Input value={text} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <Textarea
          value={text}
          autoGrow
          rows={3}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    }
  }
}

/** A longer unit would cover the number: the hint shows it instead. */
const MAX_INLINE_UNIT = 10;
const inlineUnit = ({ unit }: Parameter): { unit?: string } =>
  unit !== undefined && unit.length <= MAX_INLINE_UNIT ? { unit } : {};

function defaultText(parameter: Parameter): string {
  if (parameter.type === "boolean") return parameter.default ? "yes" : "no";
  return parameter.type === "integer" || parameter.type === "number"
    ? formatNumber(parameter.default, 6)
    : parameter.default;
}
