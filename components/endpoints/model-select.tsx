"use client";

import { Select } from "@/components/ui/select";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { ModelChoice } from "@/lib/domain/run";
import { choiceKey, modelOptions, parseChoiceKey } from "./model-options";

export interface ModelSelectProps {
  endpoints: readonly Endpoint[];
  value: ModelChoice | undefined;
  onValueChange: (choice: ModelChoice) => void;
  /**
   * A first option that keeps the present choice, which it replaces in the list; `value` is then
   * undefined.
   */
  unchanged?:
    | { readonly label: string; readonly choice: ModelChoice; readonly onSelect: () => void }
    | undefined;
}

const UNCHANGED = "same";

/** Selects a model: a group of endpoints or a single one. For use inside a Field. */
export function ModelSelect({
  endpoints,
  value,
  onValueChange,
  unchanged: same,
}: ModelSelectProps) {
  const options = modelOptions(endpoints, same && choiceKey(same.choice));
  return (
    <Select
      value={value ? choiceKey(value) : same === undefined ? undefined : UNCHANGED}
      onValueChange={(key) =>
        key === UNCHANGED ? same?.onSelect() : onValueChange(parseChoiceKey(key))
      }
      placeholder="Choose a model…"
      options={same === undefined ? options : [{ value: UNCHANGED, label: same.label }, ...options]}
    />
  );
}
