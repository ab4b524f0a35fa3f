"use client";

import { Trash2 } from "lucide-react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { ItemForm, ItemType } from "./poll-form";

const TYPES: readonly { value: ItemType; label: string }[] = [
  { value: "boolean", label: "Yes or no" },
  { value: "integer", label: "Whole number" },
  { value: "category", label: "Choice" },
  { value: "text", label: "Text" },
];

export interface ItemFieldsProps {
  item: ItemForm;
  number: number;
  errorAt: (field: string) => string | undefined;
  onChange: (item: ItemForm) => void;
  onRemove: (() => void) | undefined;
}

/** A question and the type of its answer. */
export function ItemFields({ item, number, errorAt, onChange, onRemove }: ItemFieldsProps) {
  const { type } = item;
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-border p-3">
      <legend className="sr-only">Question {number}</legend>
      <div className="flex items-start gap-3">
        <Field
          label={`Question ${String(number)}`}
          error={errorAt("label")}
          className="flex-1"
          required
        >
          <Input
            value={item.label}
            maxLength={1_000}
            onChange={(event) => onChange({ ...item, label: event.target.value })}
            placeholder="How much do you trust the government?"
          />
        </Field>
        <Field label="Answer" error={errorAt("type")} className="w-40">
          <Select
            value={type}
            onValueChange={(value) =>
              onChange({
                ...item,
                type: TYPES.find((one) => one.value === value)?.value ?? "boolean",
              })
            }
            options={TYPES}
          />
        </Field>
        <div className="pt-6">
          <IconButton
            label={`Remove question ${String(number)}`}
            disabled={!onRemove}
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </div>
      {type === "integer" ? (
        <div className="grid max-w-80 grid-cols-2 gap-3">
          <Field label="Minimum" error={errorAt("min")}>
            <NumberInput
              value={item.min}
              step={1}
              onValueChange={(min) => onChange({ ...item, min })}
            />
          </Field>
          <Field label="Maximum" error={errorAt("max")}>
            <NumberInput
              value={item.max}
              step={1}
              onValueChange={(max) => onChange({ ...item, max })}
            />
          </Field>
        </div>
      ) : null}
      {type === "category" ? (
        <Field label="Options" hint="One per line" error={errorAt("options")} required>
          <Textarea
            rows={3}
            autoGrow
            value={item.options}
            onChange={(event) => onChange({ ...item, options: event.target.value })}
          />
        </Field>
      ) : null}
    </fieldset>
  );
}
