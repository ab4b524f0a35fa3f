"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { formatNumber } from "@/components/ui/format";
import { NumberInput } from "@/components/ui/number-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { AnswerField } from "@/lib/contracts/reviews";
import type { Value } from "@/lib/domain/scenario";
import { formatBounds, controlKind, parseLines, rewriteProblems, type Answer } from "./rewrite";
import { formatValue } from "./format-values";

export interface AnswerFormProps {
  fields: readonly AnswerField[];
  answer: Answer;
  onChange: (answer: Answer) => void;
}

/** A form for the answer that an agent was asked for, derived from its fields. */
export function AnswerForm({ fields, answer, onChange }: AnswerFormProps) {
  const problems = rewriteProblems(fields, answer);
  return (
    <>
      {fields.map((field) => {
        const value = answer[field.name] ?? null;
        return (
          <Field
            key={field.name}
            label={field.label}
            hint={fieldHint(field, value)}
            error={problems[field.name]}
            required={!field.optional}
          >
            <AnswerControl
              field={field}
              value={value}
              onChange={(next) => onChange({ ...answer, [field.name]: next })}
            />
          </Field>
        );
      })}
    </>
  );
}

function fieldHint(field: AnswerField, value: Value): string | undefined {
  const { maxLength } = field;
  const { min, max } = formatBounds(field);
  if (field.type === "text" && maxLength !== undefined) {
    const length = typeof value === "string" ? value.length : 0;
    return `${formatNumber(length)} of ${formatNumber(maxLength)} characters`;
  }
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}`;
  if (min !== undefined) return `At least ${min}`;
  if (max !== undefined) return `At most ${max}`;
  return controlKind(field) === "lines" ? "One per line" : undefined;
}

/**
 * The option for no answer: a Select's value is never empty, and no other option starts like this.
 */
const NONE = "\u0000none";

function AnswerControl({
  field,
  value,
  onChange,
}: {
  field: AnswerField;
  value: Value;
  onChange: (value: Value) => void;
}) {
  const options = [
    ...(field.options ?? []),
    ...(field.optional ? [{ value: NONE, label: "No answer" }] : []),
  ];
  const choose = (chosen: string) => onChange(chosen === NONE ? null : chosen);
  const chosen =
    typeof value === "string" && value !== "" ? value : field.optional ? NONE : undefined;
  switch (controlKind(field)) {
    case "yesNo":
      return (
        <RadioGroup
          appearance="segments"
          value={value === true ? "yes" : value === false ? "no" : field.optional ? NONE : ""}
          onValueChange={(answer) => onChange(answer === NONE ? null : answer === "yes")}
          options={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
            ...(field.optional ? [{ value: NONE, label: "No answer" }] : []),
          ]}
        />
      );
    case "number":
      return (
        <NumberInput
          value={typeof value === "number" ? value : null}
          onValueChange={onChange}
          min={field.min}
          max={field.max}
          step={field.type === "integer" ? 1 : 0.1}
        />
      );
    case "choice":
      return <RadioGroup value={chosen ?? ""} onValueChange={choose} options={options} />;
    case "select":
      return <Select value={chosen} onValueChange={choose} options={options} />;
    case "text":
      return (
        <Textarea
          autoGrow
          rows={3}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "checkboxes":
      return (
        <div role="group" aria-label={field.label} className="flex flex-col gap-1.5">
          {field.options?.map((option) => (
            <Checkbox
              key={option.value}
              label={option.label}
              checked={itemsOf(value).includes(option.value)}
              onCheckedChange={(checked) =>
                onChange(
                  checked === true
                    ? [...itemsOf(value), option.value]
                    : orNoAnswer(itemsOf(value).filter((item) => item !== option.value)),
                )
              }
            />
          ))}
          <NoneOfThem value={value} onChange={onChange} />
        </div>
      );
    case "readOnly":
      return (
        <Textarea
          autoGrow
          rows={3}
          readOnly
          value={Array.isArray(value) ? value.map((record) => formatValue(record)).join("\n") : ""}
        />
      );
    case "lines":
      return (
        <div className="flex flex-col gap-1.5">
          <LinesControl value={value} of={field.of} onChange={onChange} />
          <NoneOfThem value={value} onChange={onChange} />
        </div>
      );
  }
}

const itemsOf = (value: Value): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** Without its last item a list is no answer: “none of them” has to be chosen. */
const orNoAnswer = (items: string[]): Value => (items.length === 0 ? null : items);

/** The empty list, which is an answer, in contrast to no answer. */
const NoneOfThem = ({ value, onChange }: { value: Value; onChange: (value: Value) => void }) => (
  <Checkbox
    label="None of them"
    checked={Array.isArray(value) && value.length === 0}
    onCheckedChange={(checked) => onChange(checked === true ? [] : null)}
  />
);

/** One item per line. Keeps the text as typed: an empty line is not an item yet. */
function LinesControl({
  value,
  of,
  onChange,
}: {
  value: Value;
  of: AnswerField["of"];
  onChange: (value: Value) => void;
}) {
  const lines = Array.isArray(value) ? value.map(String).join("\n") : "";
  const [typed, setTyped] = useState(lines);
  const parsed = parseLines(typed, of);
  const isCurrent = (Array.isArray(parsed) ? parsed.map(String).join("\n") : "") === lines;
  return (
    <Textarea
      autoGrow
      rows={3}
      value={isCurrent ? typed : lines}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(parseLines(event.target.value, of));
      }}
    />
  );
}
