"use client";

import { Select } from "@/components/ui/select";
import type { Endpoint } from "@/lib/contracts/endpoints";

export interface EndpointSelectProps {
  endpoints: readonly Endpoint[];
  value: string | undefined;
  onValueChange: (id: string) => void;
}

/** The choice of who answers for the agents, inside a Field. */
export function EndpointSelect({ endpoints, value, onValueChange }: EndpointSelectProps) {
  return (
    <Select
      value={value}
      onValueChange={onValueChange}
      placeholder="Choose an endpoint…"
      options={endpoints.filter(({ capabilities }) => capabilities?.chat !== false).map(({ id, name, model, isDemo }) => ({
        value: id,
        label: isDemo ? `${name} (not an LLM)` : `${name} · ${model}`,
        description: isDemo ? "Answers by rules, at once and without a key. For trying out, not for findings." : undefined,
      }))}
    />
  );
}
