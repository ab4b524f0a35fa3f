"use client";

import { Button } from "@/components/ui/button";
import { SearchFilter } from "@/components/ui/search-filter";
import { Select } from "@/components/ui/select";
import { storedLevel } from "@/lib/contracts/logs";
import type { LogFilter } from "./use-log";

const ALL = "all";
const PROGRAMS = ["app", "worker", "command line"];
const MAX_SEARCH = 200;

interface LogFiltersProps {
  filter: LogFilter;
  onChange: (filter: LogFilter) => void;
}

/** By level, kind of process and text; a run comes from the address, and can be cleared. */
export function LogFilters({ filter, onChange }: LogFiltersProps) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <div role="search" aria-label="Filter the log" className="flex flex-wrap items-center gap-2">
      <SearchFilter
        label="Search the log"
        placeholder="Message, machine or detail"
        className="w-72"
        text={filter.text ?? ""}
        onChange={(text) => {
          const trimmed = text.trim();
          onChange({ ...filter, text: trimmed === "" ? undefined : trimmed });
        }}
        maxLength={MAX_SEARCH}
      />
      <Select
        aria-label="Level"
        className="w-36"
        value={filter.level ?? ALL}
        onValueChange={(value) => onChange({ ...filter, level: storedLevel.safeParse(value).data })}
        options={[
          { value: ALL, label: "All levels" },
          { value: "error", label: "Errors" },
          { value: "warning", label: "Warnings" },
        ]}
      />
      <Select
        aria-label="Process"
        className="w-40"
        value={filter.program ?? ALL}
        onValueChange={(value) =>
          onChange({ ...filter, program: value === ALL ? undefined : value })
        }
        options={[
          { value: ALL, label: "All processes" },
          ...PROGRAMS.map((program) => ({ value: program, label: program })),
        ]}
      />
      {isFiltered ? (
        <Button
          variant="ghost"
          onClick={() =>
            onChange({ level: undefined, program: undefined, text: undefined, run: undefined })
          }
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}
