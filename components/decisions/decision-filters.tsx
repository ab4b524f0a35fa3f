"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import type { RunDetail } from "@/lib/contracts/runs";
import { isFiltered, type DecisionFilter } from "./filter";
import { STATUS } from "./decision-status";

const ALL = "all";
const SEARCH_DELAY_MS = 300;
const MAX_LISTED_ROUNDS = 1_000;

export interface DecisionFiltersProps {
  run: RunDetail;
  filter: DecisionFilter;
  onChange: (change: DecisionFilter) => void;
}

export function DecisionFilters({ run, filter, onChange }: DecisionFiltersProps) {
  const rounds = Math.min(MAX_LISTED_ROUNDS, Math.max(run.progress.round, filter.round ?? 0));
  const chosen = (value: string) => (value === ALL ? undefined : value);
  return (
    <div role="search" aria-label="Filter decisions" className="flex flex-wrap items-center gap-2">
      <AgentSearch value={filter.agent ?? ""} onChange={(agent) => onChange({ agent })} />
      <Select
        aria-label="Round"
        className="w-32"
        value={filter.round === undefined ? ALL : String(filter.round)}
        onValueChange={(value) => onChange({ round: value === ALL ? undefined : Number(value) })}
        options={[
          { value: ALL, label: "All rounds" },
          ...Array.from({ length: rounds }, (_, index) => ({
            value: String(index + 1),
            label: `Round ${String(index + 1)}`,
          })),
        ]}
      />
      <Select
        aria-label="Phase"
        className="w-44"
        value={filter.phase ?? ALL}
        onValueChange={(value) => onChange({ phase: chosen(value) })}
        options={[
          { value: ALL, label: "All phases" },
          ...run.phases.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <Select
        aria-label="Status"
        className="w-32"
        value={filter.status ?? ALL}
        onValueChange={(value) =>
          onChange({
            status:
              value === "valid" || value === "invalid" || value === "rejected" ? value : undefined,
          })
        }
        options={[
          { value: ALL, label: "All statuses" },
          ...Object.entries(STATUS).map(([value, { label }]) => ({ value, label })),
        ]}
      />
      {run.mayReview ? (
        <Checkbox
          className="px-1"
          checked={filter.reviewed === "yes"}
          onCheckedChange={(checked) =>
            onChange({ reviewed: checked === true ? "yes" : undefined })
          }
          label="Reviewed by me"
        />
      ) : null}
      {filter.nullValues === "yes" ? (
        <Checkbox
          className="px-1"
          checked
          onCheckedChange={() => onChange({ nullValues: undefined })}
          label="Empty value in the prompt"
        />
      ) : null}
      {isFiltered(filter) ? (
        <Button
          variant="ghost"
          onClick={() =>
            onChange({
              agent: undefined,
              round: undefined,
              phase: undefined,
              status: undefined,
              reviewed: undefined,
              nullValues: undefined,
            })
          }
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

/** Waits for a pause in typing; clearing the filter elsewhere empties it. */
function AgentSearch({
  value,
  onChange,
}: {
  value: string;
  onChange: (agent: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(
      () => onChange(typed.trim() === "" ? undefined : typed.trim()),
      SEARCH_DELAY_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <SearchInput
      label="Search agents"
      placeholder="Filter by agent ID"
      value={typed}
      onValueChange={setTyped}
      className="w-52"
      maxLength={100}
    />
  );
}
